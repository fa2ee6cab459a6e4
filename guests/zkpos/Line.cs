namespace ZkPos;

/// <summary>A line y = Slope x + Intercept over Fp2.</summary>
/// <remarks>The slope stays where the private input has it.</remarks>
internal ref struct Line
{
    public ref readonly Fp2 Slope;
    public Fp2 Intercept;
}
