using Supercomputer.Cryptography.Fields;
using Supercomputer.Cryptography.Hashing;
using Supercomputer.Proofs.Whir;
using Xunit;

namespace Supercomputer.Proofs.Tests.Whir;

/// <summary>Codewords of tables that end in zeros.</summary>
public sealed unsafe class CodewordMatrixTests
{
    [Theory]
    [InlineData(12, 1)]
    [InlineData(14, 5)]
    [InlineData(16, 20)]
    [InlineData(18, 33)]
    [InlineData(18, 47)]
    public void Blocks_of_zeros_need_not_be_stored(int logCells, int filledOf64)
    {
        Assert.Null(WhirParameters.TryChoose(WhirRequest.ForProfile(logCells, 6, 3), out WhirParameters? parameters));
        WhirRound round = parameters!.Rounds[0];
        int blocks = 1 << round.FoldingFactor, filled = Math.Max(1, filledOf64 * blocks / 64);
        using var cells = new WordBuffer((nint)1 << logCells, clear: true);
        var random = new Random(5);
        for (int i = 0; i < (filled << logCells) / blocks; i++) cells.Pointer[i] = (uint)random.Next((int)KoalaBear.Modulus);
        using CodewordMatrix<KeccakMerkleHasher> whole = CodewordMatrix<KeccakMerkleHasher>.FromCells(cells.Pointer, round, blocks);
        using CodewordMatrix<KeccakMerkleHasher> part = CodewordMatrix<KeccakMerkleHasher>.FromCells(cells.Pointer, round, filled);
        Assert.Equal(whole.Root, part.Root);
        for (int row = 0; row < 1 << round.LogRows; row += 97)
            Assert.True(whole.Row(row).SequenceEqual(part.Row(row)));
    }
}
