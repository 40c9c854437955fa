namespace LearnML.Training.Datasets;

/// <summary>
/// Steele, Lea and Flood's SplitMix64: integer steps only, so that a seed gives the same numbers on every platform and
/// every version of .NET.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A number below <paramref name="bound"/>; the bias is below 2^-32 for the small bounds used here.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>A number from <paramref name="low"/> up to, not including, <paramref name="high"/>.</summary>
    public double Between(double low, double high) => low + ((high - low) * ((Next() >> 11) * (1.0 / (1UL << 53))));

    /// <summary>
    /// A number of about normal distribution with mean 0 and standard deviation 1: the sum of four uniform ones, because
    /// logarithm and cosine differ in the last bit between platforms.
    /// </summary>
    public double Normal()
    {
        var bits = Next();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum * (1.0 / 65535)) - 2) * 1.7320508075688772;
    }
}
