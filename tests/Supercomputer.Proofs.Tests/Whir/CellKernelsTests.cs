using Supercomputer.Cryptography.Fields;
using Supercomputer.Proofs.Whir;
using Xunit;

namespace Supercomputer.Proofs.Tests.Whir;

public sealed unsafe class CellKernelsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void The_kernel_and_its_scalar_twin_agree(int groups)
    {
        Agree<KoalaBear6>(groups);
        Agree<KoalaBear5>(groups);
    }

    private static void Agree<TField>(int groups)
        where TField : unmanaged, IChallengeField<TField>
    {
        using var cells = new WordBuffer(16 * groups);
        using var weights = new WordBuffer(Lanes<TField>.GroupWords * groups);
        var random = new Random(groups);
        foreach (ref uint word in cells.Span)
            word = (uint)random.Next((int)KoalaBear.Modulus);
        foreach (ref uint word in weights.Span)
            word = (uint)random.Next((int)KoalaBear.Modulus);
        // The greatest words stress the range argument.
        cells.Span[..8].Fill(KoalaBear.Modulus - 1);
        weights.Span[..32].Fill(KoalaBear.Modulus - 1);
        Assert.Equal(
            CellKernels.InnerProductScalar<TField>(cells.Pointer, weights.Pointer, groups),
            CellKernels.InnerProduct<TField>(cells.Pointer, weights.Pointer, groups));
    }
}
