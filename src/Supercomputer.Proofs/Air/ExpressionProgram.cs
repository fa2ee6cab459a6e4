using System.Runtime.CompilerServices;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>A chip's constraints and interactions as one straight-line program with common subexpressions shared.</summary>
/// <remarks>Shape: slot s is the value of node s; operands of an operation have smaller slots. Cost: one pass over <see cref="Nodes"/> a row.</remarks>
public sealed class ExpressionProgram
{
    private readonly Node[] nodes;
    private readonly int[] constraints;
    private readonly InteractionSlots[] interactions;

    private ExpressionProgram(Node[] nodes, int[] constraints, InteractionSlots[] interactions)
    {
        this.nodes = nodes;
        this.constraints = constraints;
        this.interactions = interactions;
    }

    /// <summary>One step: a constant, a column, or an operation on two earlier slots.</summary>
    /// <param name="Kind">What the node is.</param>
    /// <param name="Value">The canonical constant or the column's index.</param>
    /// <param name="Left">The slot of the left operand.</param>
    /// <param name="Right">The slot of the right operand.</param>
    public readonly record struct Node(ExpressionKind Kind, uint Value, int Left, int Right);

    /// <summary>The slots of one interaction.</summary>
    /// <param name="Multiplicity">The slot of the multiplicity.</param>
    /// <param name="Values">The slots of the tuple.</param>
    public sealed record InteractionSlots(int Multiplicity, int[] Values);

    /// <summary>The steps, in an order that can be evaluated from first to last.</summary>
    public ReadOnlySpan<Node> Nodes => nodes;

    /// <summary>The slot of each constraint, in the chip's order.</summary>
    public ReadOnlySpan<int> Constraints => constraints;

    /// <summary>The slots of each interaction, in the chip's order.</summary>
    public ReadOnlySpan<InteractionSlots> Interactions => interactions;

    /// <summary>Compiles a chip.</summary>
    /// <param name="chip">The chip.</param>
    public static ExpressionProgram Compile(Chip chip)
    {
        Compiler compiler = new();
        int[] constraints = [.. chip.Constraints.Select(constraint => compiler.Slot(constraint.Expression))];
        InteractionSlots[] interactions =
        [
            .. chip.Interactions.Select(interaction => new InteractionSlots(
                compiler.Slot(interaction.Multiplicity), [.. interaction.Values.Select(compiler.Slot)])),
        ];
        return new([.. compiler.Nodes], constraints, interactions);
    }

    /// <summary>Evaluates every slot at one row (over the base field) or at one point (over an extension).</summary>
    /// <param name="columns">The committed columns' values.</param>
    /// <param name="preprocessed">The preprocessed columns' values.</param>
    /// <param name="slots">Receives one value a node.</param>
    /// <typeparam name="TField">The field of the values.</typeparam>
    public void Evaluate<TField>(ReadOnlySpan<TField> columns, ReadOnlySpan<TField> preprocessed, Span<TField> slots)
        where TField : unmanaged, IField<TField>
    {
        for (int slot = 0; slot < nodes.Length; slot++)
        {
            Node node = nodes[slot];
            slots[slot] = node.Kind switch
            {
                ExpressionKind.Constant => TField.FromBase(KoalaBear.FromCanonical(node.Value)),
                ExpressionKind.Column => columns[(int)node.Value],
                ExpressionKind.Preprocessed => preprocessed[(int)node.Value],
                ExpressionKind.Add => slots[node.Left] + slots[node.Right],
                ExpressionKind.Subtract => slots[node.Left] - slots[node.Right],
                _ => slots[node.Left] * slots[node.Right],
            };
        }
    }

    private sealed class Compiler
    {
        // The kind of a node with its operands' slots or its value, in one word: a verifier compiles before its first proof.
        private readonly Dictionary<ulong, int> slotOf = [];
        private readonly Dictionary<Expression, int> known = new(ReferenceEqualityComparer.Instance);

        public List<Node> Nodes { get; } = [];

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Slot(Expression expression)
        {
            bool isOperation = expression.Kind is ExpressionKind.Add or ExpressionKind.Subtract or ExpressionKind.Multiply;
            if (isOperation && known.TryGetValue(expression, out int slot)) return slot;
            Node node = isOperation
                ? new(expression.Kind, 0, Slot(expression.Left!), Slot(expression.Right!))
                : new(expression.Kind, expression.Value, 0, 0);
            ulong key = (ulong)node.Kind << 60 | (isOperation ? (ulong)node.Left << 30 | (uint)node.Right : node.Value);
            if (!slotOf.TryGetValue(key, out slot))
            {
                slot = Nodes.Count;
                Nodes.Add(node);
                slotOf.Add(key, slot);
            }

            if (isOperation) known.Add(expression, slot);
            return slot;
        }
    }
}
