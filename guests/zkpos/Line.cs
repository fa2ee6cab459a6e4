namespace ZkPos;

/// <summary>A line y = Slope x + Intercept over Fp2.</summary>
internal struct Line
{
    public Fp2 Slope, Intercept;
}
