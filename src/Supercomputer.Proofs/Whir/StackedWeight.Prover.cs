using Supercomputer.Cryptography.Fields;

namespace Supercomputer.Proofs.Whir;

/// <content>The prover's side: sums over the cells block by block, and the weight after the first fold.</content>
internal sealed unsafe partial class StackedWeight<TField>
{
    /// <summary>Cells whose sum with the tensor is taken by kernel; taller columns are put together from such sums.</summary>
    private const int LogTile = 10;

    /// <summary>A group of lanes; lower columns are summed cell by cell.</summary>
    private const int LogGroup = 4;

    /// <summary>
    /// products[a, b] = sum over y of f(a, y) W(b, y) for the 2^k blocks of cells: all that the first k rounds need.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <param name="foldingFactor">k.</param>
    /// <param name="sampleSums">For each sample, the sum over y of f(a, y) zeta^y for each block a.</param>
    /// <remarks>Cost: one pass over the cells.</remarks>
    public TField[,] BlockProducts(uint* cells, int foldingFactor, TField[][] sampleSums)
    {
        int blocks = 1 << foldingFactor;
        int logBlock = LogCells - foldingFactor;
        var products = new TField[blocks, blocks];
        WordBuffer?[] tensors = PackTensors(logBlock);
        TField[] wholeBlocks = WholeBlockScales(logBlock, blocks);
        ParallelChunks.ForEach(FilledBlocks(logBlock), a =>
        {
            uint* block = cells + (a << logBlock);
            TField[]?[] sums = TileSums(block, logBlock, tensors);
            for (int b = 0; b < blocks; b++)
                products[a, b] = wholeBlocks[b] == TField.Zero ? TField.Zero : wholeBlocks[b] * sums[logBlock]![0];
            foreach (int column in layout.StackingOrder)
            {
                int height = layout.LogHeight(column);
                if (height >= logBlock)
                    continue;
                long offset = layout.Offset(column);
                nint tile = (nint)(offset & ((1L << logBlock) - 1)) >> height;
                TField sum = sums[height] is { } known ? known[tile] : SmallSum(block + (tile << height), height, tensors);
                products[a, offset >> logBlock] += scales[column] * sum;
            }
        });
        for (int s = 0; s < samples.Length; s++)
        {
            TField step = Tensors.PowerOfTwo(samples[s], logBlock);
            TField[] shifts = Tensors.Powers(step, blocks);
            for (int a = 0; a < blocks; a++)
                for (int b = 0; b < blocks; b++)
                    products[a, b] += scales[layout.Count + s] * shifts[b] * sampleSums[s][a];
        }
        foreach (WordBuffer? tensor in tensors)
            tensor?.Dispose();
        return products;
    }

    /// <summary>How many of the blocks of 2^logBlock cells are not all zeros.</summary>
    public int FilledBlocks(int logBlock) => layout.FilledBlocks(logBlock);

    /// <summary>Fills the weight of a table whose highest variables are bound: sum over b of blockScales[b] W(b, y).</summary>
    public void FillFolded(LaneSumcheck<TField> table, TField[] blockScales)
    {
        int logBlock = table.Variables;
        int tileLevel = Math.Min(LogTile, logBlock);
        TField[]?[] levels = ColumnScales(logBlock, tileLevel, blockScales);
        for (int level = logBlock; level > tileLevel; level--)
            Expand(levels, level);
        using WordBuffer tensor = PackTensor(Math.Min(tileLevel, point.Length));
        FillTiles(table, levels, tileLevel, tensor);
        for (int s = 0; s < samples.Length; s++)
        {
            TField[] shifts = Tensors.Powers(Tensors.PowerOfTwo(samples[s], logBlock), blockScales.Length);
            table.AddPowers(samples[s], scales[layout.Count + s] * Tensors.Inner<TField>(shifts, blockScales));
        }
    }

    /// <summary>What a whole block of a tall column is scaled by, for each block.</summary>
    private TField[] WholeBlockScales(int logBlock, int blocks)
    {
        var whole = new TField[blocks];
        foreach (int column in layout.StackingOrder)
        {
            int height = layout.LogHeight(column);
            if (height < logBlock)
                break;
            TField[] high = Tensors.Eq<TField>(point.AsSpan(logBlock, height - logBlock));
            long first = layout.Offset(column) >> logBlock;
            for (int i = 0; i < high.Length; i++)
                whole[first + i] += scales[column] * high[i];
        }
        return whole;
    }

    /// <summary>levels[k][j]: the scale of eq(point low k, .) on the j-th tile of 2^k cells of the folded table.</summary>
    private TField[]?[] ColumnScales(int logBlock, int tileLevel, TField[] blockScales)
    {
        var levels = new TField[]?[logBlock + 1];
        for (int level = tileLevel; level <= logBlock && level <= point.Length; level++)
            levels[level] = new TField[1 << (logBlock - level)];
        TField[] whole = WholeBlockScales(logBlock, blockScales.Length);
        if (logBlock <= point.Length)
            levels[logBlock]![0] = Tensors.Inner<TField>(whole, blockScales);
        foreach (int column in layout.StackingOrder)
        {
            int height = layout.LogHeight(column);
            if (height >= logBlock)
                continue;
            long offset = layout.Offset(column);
            TField[] level = levels[height] ??= new TField[1 << (logBlock - height)];
            level[(offset & ((1L << logBlock) - 1)) >> height] += scales[column] * blockScales[offset >> logBlock];
        }
        return levels;
    }

    /// <summary>Moves the scales of one level to the level below: eq(point low k, .) is two scaled halves.</summary>
    private void Expand(TField[]?[] levels, int level)
    {
        if (level > point.Length)
            return;
        TField coordinate = point[level - 1];
        TField[] above = levels[level]!;
        TField[] below = levels[level - 1]!;
        for (int j = 0; j < above.Length; j++)
        {
            if (above[j] == TField.Zero)
                continue;
            TField high = above[j] * coordinate;
            below[2 * j] += above[j] - high;
            below[(2 * j) + 1] += high;
        }
    }

    private void FillTiles(LaneSumcheck<TField> table, TField[]?[] levels, int tileLevel, WordBuffer tensor)
    {
        int level = Math.Min(tileLevel, point.Length);
        nint tileWords = Lanes<TField>.GroupsFor((nint)1 << tileLevel) * Lanes<TField>.GroupWords;
        uint* weights = table.Weights;
        uint* eq = tensor.Pointer;
        ParallelChunks.ForEach((nint)1 << (table.Variables - tileLevel), tile =>
        {
            uint* target = weights + (tile * tileWords);
            if (level == tileLevel)
            {
                using var scale = new WordBuffer(Lanes<TField>.GroupWords);
                Lanes<TField>.Broadcast(scale.Pointer, levels[level]![tile]);
                Lanes<TField>.Multiply(
                    target,
                    Lanes<TField>.GroupWords,
                    scale.Pointer,
                    0,
                    eq,
                    Lanes<TField>.GroupWords,
                    Lanes<TField>.GroupsFor((nint)1 << tileLevel));
            }
            else
            {
                new Span<uint>(target, (int)tileWords).Clear();
            }
            for (int k = 0; k < tileLevel; k++)
            {
                if (levels[k] is { } small)
                    AddSmall(weights, small, k, tile << (tileLevel - k), (tile + 1) << (tileLevel - k));
            }
        });
    }

    private void AddSmall(uint* weights, TField[] level, int k, nint from, nint to)
    {
        TField[]? eq = null;
        for (nint j = from; j < to; j++)
        {
            if (level[j] == TField.Zero)
                continue;
            eq ??= Tensors.Eq<TField>(point.AsSpan(0, k));
            for (int y = 0; y < eq.Length; y++)
            {
                nint index = (j << k) + y;
                Lanes<TField>.Write(weights, index, Lanes<TField>.Read(weights, index) + (level[j] * eq[y]));
            }
        }
    }

    /// <summary>The sums of one block with the tensor, tile by tile, at every level from the tile's up.</summary>
    private TField[]?[] TileSums(uint* block, int logBlock, WordBuffer?[] tensors)
    {
        var sums = new TField[]?[logBlock + 1];
        int level = Math.Min(LogTile, Math.Min(logBlock, point.Length));
        if (tensors[level] is not { } tensor)
            return sums;
        var first = new TField[1 << (logBlock - level)];
        for (nint tile = 0; tile < first.Length; tile++)
            first[tile] = CellKernels.InnerProduct<TField>(block + (tile << level), tensor.Pointer, (nint)1 << (level - LogGroup));
        sums[level] = first;
        for (int l = level; l < logBlock && l < point.Length; l++)
            sums[l + 1] = FoldLow(sums[l]!, point[l]);
        return sums;
    }

    private TField SmallSum(uint* cells, int height, WordBuffer?[] tensors)
    {
        if (tensors[height] is { } tensor)
            return CellKernels.InnerProduct<TField>(cells, tensor.Pointer, (nint)1 << (height - LogGroup));
        TField[] eq = Tensors.Eq<TField>(point.AsSpan(0, height));
        TField sum = TField.Zero;
        for (int y = 0; y < eq.Length; y++)
            sum += eq[y] * KoalaBear.FromRaw(cells[y]);
        return sum;
    }

    /// <summary>eq(point low k, .) in lanes for each k from a group to a tile; null below a group.</summary>
    private WordBuffer?[] PackTensors(int logBlock)
    {
        var tensors = new WordBuffer?[LogTile + 1];
        for (int k = LogGroup; k <= LogTile && k <= logBlock && k <= point.Length; k++)
            tensors[k] = PackTensor(k);
        return tensors;
    }

    private WordBuffer PackTensor(int k)
    {
        var tensor = new WordBuffer(Lanes<TField>.GroupsFor((nint)1 << k) * Lanes<TField>.GroupWords);
        Lanes<TField>.Pack(Tensors.Eq<TField>(point.AsSpan(0, k)), tensor.Pointer);
        return tensor;
    }
}
