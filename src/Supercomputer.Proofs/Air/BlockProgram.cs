using System.Runtime.InteropServices;
using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Air;

/// <summary>Some slots of a chip's program, compiled for the provers: each step works on a block of rows at once, over the base field or in lanes.</summary>
/// <remarks>Shape: steps read columns (in place) and registers, and write registers; constants are folded into the steps. A register is free again
/// after its last use; that of a root, not before its batch of roots is taken up. Preprocessed column q counts as column Width + q.</remarks>
internal sealed unsafe class BlockProgram
{
    /// <summary>How many roots a prover takes up together: enough to add them up in one pass, few enough to stay in the second-level cache.</summary>
    public const int BatchSize = 32;

    private readonly List<Step> steps = [];
    private readonly List<int> batchEnds = [];
    private readonly int[] place;
    private readonly ExpressionProgram.Node[] nodes;
    private readonly int width;

    /// <summary>Compiles what the roots need.</summary>
    /// <param name="chip">The chip.</param>
    /// <param name="roots">Slots that are operations: neither columns nor constants; ascending.</param>
    /// <param name="batchSize">After how many roots their registers may be used again: <see cref="BatchSize"/>, or none before the end.</param>
    public BlockProgram(Chip chip, IReadOnlyList<int> roots, int batchSize = int.MaxValue)
    {
        nodes = chip.Program.Nodes.ToArray();
        width = chip.Width;
        place = new int[nodes.Length];
        int[] lastUse = new int[nodes.Length];
        bool[] needed = new bool[nodes.Length];
        Dictionary<int, int[]> batchesEnd = batchSize == int.MaxValue ? [] : roots.Chunk(batchSize).ToDictionary(batch => batch[^1]);
        foreach (int root in roots) (needed[root], lastUse[root]) = (true, int.MaxValue);
        foreach ((int end, int[] batch) in batchesEnd)
            foreach (int root in batch) lastUse[root] = end;
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
            if (!IsOperation(slot))
            {
                place[slot] = nodes[slot].Kind == ExpressionKind.Preprocessed ? -1 - width - (int)nodes[slot].Value : -1 - (int)nodes[slot].Value;
                if (needed[slot] && !IsConstant(slot)) columns.Add(-1 - place[slot]);
                continue;
            }

            if (!needed[slot]) continue;

            // The result may take the place of an operand: every step reads a word before it writes it.
            int[] batch = batchesEnd.GetValueOrDefault(slot, []);
            foreach (int operand in new[] { nodes[slot].Left, nodes[slot].Right }.Distinct())
                if (IsOperation(operand) && lastUse[operand] == slot && Array.BinarySearch(batch, operand) < 0) free.Push(place[operand]);
            place[slot] = free.Count > 0 ? free.Pop() : Registers++;
            steps.Add(Compile(slot));
            if (batch.Length == 0) continue;
            batchEnds.Add(steps.Count);
            foreach (int root in batch)
                if (lastUse[root] == slot) free.Push(place[root]);
        }

        if (batchEnds.Count == 0) batchEnds.Add(steps.Count);
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

    /// <summary>The number of batches of roots; a batch's roots are in their registers until the next one runs.</summary>
    public int Batches => batchEnds.Count;

    /// <summary>The register of a root, or -1 - c for a slot that is column c.</summary>
    public int PlaceOf(int slot) => place[slot];

    /// <summary>The words of a register or column.</summary>
    public static uint* Locate(int place, uint** columns, uint* registers, nint words) =>
        place < 0 ? columns[-1 - place] : registers + (place * words);

    /// <summary>Runs all steps over base words.</summary>
    public void RunBase(uint** columns, uint* registers, nint rows)
    {
        for (int batch = 0; batch < Batches; batch++) RunBase(batch, columns, registers, rows);
    }

    /// <summary>Runs the steps of a batch over base words.</summary>
    /// <param name="batch">Which; those before it have run.</param>
    /// <param name="columns">The address of each column's first row of the block.</param>
    /// <param name="registers">Room for the registers.</param>
    /// <param name="rows">The rows of the block.</param>
    public void RunBase(int batch, uint** columns, uint* registers, nint rows)
    {
        foreach (ref readonly Step step in StepsOf(batch))
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

    /// <summary>Runs the steps of a batch over the extension.</summary>
    /// <param name="batch">Which; those before it have run.</param>
    /// <param name="columns">The address of each column's first group of the block.</param>
    /// <param name="registers">Room for the registers.</param>
    /// <param name="groups">The lane groups of the block.</param>
    /// <typeparam name="TField">The challenge field.</typeparam>
    public void RunLanes<TField>(int batch, uint** columns, uint* registers, nint groups)
        where TField : unmanaged, IChallengeField<TField>
    {
        nint words = Lanes<TField>.GroupWords, block = groups * words;
        foreach (ref readonly Step step in StepsOf(batch))
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

    private ReadOnlySpan<Step> StepsOf(int batch)
    {
        int from = batch == 0 ? 0 : batchEnds[batch - 1];
        return CollectionsMarshal.AsSpan(steps)[from..batchEnds[batch]];
    }

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
