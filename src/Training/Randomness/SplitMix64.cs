namespace LearnML.Training.Randomness;

/// <summary>
/// The SplitMix64 random generator (Steele, Lea and Flood 2014, https://doi.org/10.1145/2660193.2660195). It uses only integer
/// operations, so a seed gives the same numbers on every platform and with every version of .NET.
/// </summary>
internal sealed class SplitMix64(ulong seed)
{
    private ulong state = seed;

    /// <summary>Returns 64 random bits.</summary>
    public ulong NextUInt64()
    {
        state += 0x9E3779B97F4A7C15;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Returns an integer from 0 to <paramref name="bound"/> - 1. A result's probability is off by less than 2^-32.</summary>
    public int NextInt32(int bound) => (int)(((NextUInt64() >> 32) * (ulong)bound) >> 32);

    /// <summary>Returns 0 to <paramref name="count"/> - 1 in random order, with the Fisher-Yates shuffle.</summary>
    public int[] NextPermutation(int count)
    {
        var order = new int[count];
        for (var index = 0; index < count; index++)
        {
            var other = NextInt32(index + 1);
            (order[index], order[other]) = (order[other], index);
        }

        return order;
    }

    /// <summary>Returns a uniform number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * ((NextUInt64() >> 11) * (1.0 / (1UL << 53))));

    /// <summary>
    /// Returns an approximately normal number with mean 0 and standard deviation 1. It is the sum of four uniform numbers, because
    /// logarithm and cosine differ in the last bit between platforms.
    /// </summary>
    public double NextNormal()
    {
        var bits = NextUInt64();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return ((sum * (1.0 / 65535)) - 2) * 1.7320508075688772;
    }
}
