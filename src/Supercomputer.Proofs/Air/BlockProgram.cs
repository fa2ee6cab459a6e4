using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>Some slots of a chip's program, compiled for the provers: each step works on a block of rows at once, over the base field or in lanes.</summary>
/// <remarks>Shape: steps read columns (in place) and registers, and write registers; constants are folded into the steps. A register is free again
/// after its last use, except those of the roots. Preprocessed column q counts as column Width + q.</remarks>
internal sealed unsafe class BlockProgram
{
    private readonly List<Step> steps = [];
    private readonly int[] place;
    private readonly ExpressionProgram.Node[] nodes;
    private readonly int width;

    /// <summary>Compiles what the roots need.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="roots">Slots that are operations: neither columns nor constants.</param>
    public BlockProgram(Chip chip, IReadOnlyCollection<int> roots)
    {
        nodes = chip.Program.Nodes.ToArray();
        width = chip.Width;
        place = new int[nodes.Length];
        int[] lastUse = new int[nodes.Length];
        bool[] needed = new bool[nodes.Length];
        foreach (int root in roots) (needed[root], lastUse[root]) = (true, int.MaxValue);
        for (int slot = nodes.Length - 1; slot >= 0; slot--)
        {
            if (!needed[slot] || !IsOperation(slot)) continue;
            foreach (int operand in new[] { nodes[slot].Left, nodes[slot].Right })
                (needed[operand], lastUse[operand]) = (true, Math.Max(lastUse[operand], slot));
        }

        Stack<int> free = [];
        HashSet<int> columns = [];
        for (int slot = 0; slot < nodes.Length; slot++)
        {
            if (!needed[slot]) continue;
            if (!IsOperation(slot))
            {
                place[slot] = nodes[slot].Kind == ExpressionKind.Preprocessed ? -1 - width - (int)nodes[slot].Value : -1 - (int)nodes[slot].Value;
                if (nodes[slot].Kind != ExpressionKind.Constant) columns.Add(-1 - place[slot]);
                continue;
            }

            // The result may take the place of an operand: every step reads a word before it writes it.
            foreach (int operand in new[] { nodes[slot].Left, nodes[slot].Right }.Distinct())
                if (IsOperation(operand) && lastUse[operand] == slot) free.Push(place[operand]);
            place[slot] = free.Count > 0 ? free.Pop() : Registers++;
            steps.Add(Compile(slot));
        }

        Columns = [.. columns.Order()];
    }

    private enum Operation
    {
        Add,
        Subtract,
        Multiply,
        AddConstant,
        SubtractFromConstant,
        Scale,
    }

    /// <summary>The number of registers: each as long as a block.</summary>
    public int Registers { get; private set; }

    /// <summary>The columns that the steps read.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>The register of a root.</summary>
    public int RegisterOf(int root) => place[root];

    /// <summary>Runs the steps over base words.</summary>
    /// <param name="columns">The address of each column's first row of the block.</param>
    /// <param name="registers">Room for the registers.</param>
    /// <param name="rows">The rows of the block.</param>
    public void RunBase(uint** columns, uint* registers, nint rows)
    {
        foreach (Step step in steps)
        {
            uint* destination = registers + (step.Destination * rows), left = Locate(step.Left, columns, registers, rows);
            switch (step.Operation)
            {
                case Operation.Add: KoalaBearLanes.Add(destination, left, Locate(step.Right, columns, registers, rows), rows); break;
                case Operation.Subtract: KoalaBearLanes.Subtract(destination, left, Locate(step.Right, columns, registers, rows), rows); break;
                case Operation.Multiply: KoalaBearLanes.Multiply(destination, left, Locate(step.Right, columns, registers, rows), rows); break;
                case Operation.AddConstant: KoalaBearLanes.AddConstant(destination, left, step.Constant, rows); break;
                case Operation.Scale: KoalaBearLanes.Scale(destination, left, step.Constant, rows); break;
                default:
                    KoalaBearLanes.Scale(destination, left, -KoalaBear.One, rows);
                    KoalaBearLanes.AddConstant(destination, destination, step.Constant, rows);
                    break;
            }
        }
    }

    /// <summary>Runs the steps over the extension.</summary>
    /// <param name="columns">The address of each column's first group of the block.</param>
    /// <param name="registers">Room for the registers.</param>
    /// <param name="groups">The lane groups of the block.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public void RunLanes<TField>(uint** columns, uint* registers, nint groups)
        where TField : unmanaged, IChallengeField<TField>
    {
        nint words = Lanes<TField>.GroupWords, block = groups * words;
        foreach (Step step in steps)
        {
            uint* destination = registers + (step.Destination * block), left = Locate(step.Left, columns, registers, block);
            switch (step.Operation)
            {
                case Operation.Add: KoalaBearLanes.Add(destination, left, Locate(step.Right, columns, registers, block), block); break;
                case Operation.Subtract: KoalaBearLanes.Subtract(destination, left, Locate(step.Right, columns, registers, block), block); break;
                case Operation.Multiply:
                    Lanes<TField>.Multiply(destination, words, left, words, Locate(step.Right, columns, registers, block), words, groups);
                    break;
                case Operation.AddConstant: Lanes<TField>.AddConstant(destination, left, step.Constant, groups); break;
                case Operation.Scale: KoalaBearLanes.Scale(destination, left, step.Constant, block); break;
                default:
                    KoalaBearLanes.Scale(destination, left, -KoalaBear.One, block);
                    Lanes<TField>.AddConstant(destination, destination, step.Constant, groups);
                    break;
            }
        }
    }

    private static uint* Locate(int place, uint** columns, uint* registers, nint words) =>
        place < 0 ? columns[-1 - place] : registers + (place * words);

    private bool IsOperation(int slot) =>
        nodes[slot].Kind is ExpressionKind.Add or ExpressionKind.Subtract or ExpressionKind.Multiply;

    private bool IsConstant(int slot) => nodes[slot].Kind == ExpressionKind.Constant;

    private Step Compile(int slot)
    {
        ExpressionProgram.Node node = nodes[slot];
        (int left, int right) = (node.Left, node.Right);
        if (IsConstant(left) && IsConstant(right))
            throw new InvalidOperationException($"slot {slot} combines two constants, which expressions fold when they are built");
        if (!IsConstant(left) && !IsConstant(right))
        {
            Operation operation = node.Kind switch
            {
                ExpressionKind.Add => Operation.Add,
                ExpressionKind.Subtract => Operation.Subtract,
                _ => Operation.Multiply,
            };
            return new(operation, place[slot], place[left], place[right], KoalaBear.Zero);
        }

        KoalaBear constant = KoalaBear.FromCanonical(nodes[IsConstant(left) ? left : right].Value);
        int operand = place[IsConstant(left) ? right : left];
        return node.Kind switch
        {
            ExpressionKind.Add => new(Operation.AddConstant, place[slot], operand, 0, constant),
            ExpressionKind.Multiply => new(Operation.Scale, place[slot], operand, 0, constant),
            _ when IsConstant(left) => new(Operation.SubtractFromConstant, place[slot], operand, 0, constant),
            _ => new(Operation.AddConstant, place[slot], operand, 0, -constant),
        };
    }

    private readonly record struct Step(Operation Operation, int Destination, int Left, int Right, KoalaBear Constant);
}
