namespace Supercomputer.Guests.Ir;

/// <summary>Nodes in order, without control flow except at the end.</summary>
internal sealed class Block(int id)
{
    public int Id { get; } = id;

    public List<Node> Phis { get; } = [];

    public List<Node> Body { get; private set; } = [];

    public BlockEnd End { get; set; }

    /// <summary>The condition of a branch or switch, or the values that a return gives.</summary>
    public Node[] Values { get; set; } = [];

    public List<Block> Successors { get; } = [];

    /// <summary>In the order of the operands of <see cref="Phis"/>; one entry for each edge.</summary>
    public List<Block> Predecessors { get; } = [];

    /// <summary>The place in reverse postorder.</summary>
    public int Order { get; set; } = -1;

    public Block? ImmediateDominator { get; set; }

    /// <summary>How many loops it is in.</summary>
    public int LoopDepth { get; set; }

    public bool IsLoopHeader { get; set; }

    public bool Dominates(Block other)
    {
        Block? at = other;
        while (at is not null && at.Order > Order) at = at.ImmediateDominator;
        return at == this;
    }

    public void Finish(BlockEnd end, Node[] values, params ReadOnlySpan<Block> successors)
    {
        End = end;
        Values = values;
        foreach (Block successor in successors)
        {
            Successors.Add(successor);
            successor.Predecessors.Add(this);
        }
    }

    /// <summary>Takes another list of nodes as the body.</summary>
    public void Replace(List<Node> body)
    {
        Body = body;
        foreach (Node node in body) node.Block = this;
    }

    /// <summary>Removes one edge to a successor, with the operands of its phis.</summary>
    public void RemoveEdge(Block successor)
    {
        Successors.Remove(successor);
        int index = successor.Predecessors.IndexOf(this);
        successor.Predecessors.RemoveAt(index);
        foreach (Node phi in successor.Phis) phi.Operands = [.. phi.Operands.Where((_, i) => i != index)];
    }

    public override string ToString() => $"block {Id}";
}
