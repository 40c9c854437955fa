using System.Numerics;

namespace LearnML.Training.Tables;

/// <summary>
/// Counts different values by their 64-bit hashes: exactly while they are few, then by HyperLogLog (Flajolet et al. 2007,
/// https://doi.org/10.46298/dmtcs.3545), so that a file of any size takes no more memory. Its standard error is 0.8 %.
/// </summary>
internal sealed class DistinctCounter
{
    private const int MostExact = 100_000;
    private const int IndexBits = 14;
    private const int Registers = 1 << IndexBits;

    private readonly HashSet<ulong> exact = [];
    private byte[]? registers;

    /// <summary>Whether <see cref="Count"/> is no estimate.</summary>
    public bool IsExact => registers is null;

    public int Count => registers is null ? exact.Count : (int)Math.Round(Estimate(registers));

    public void Add(ulong hash)
    {
        if (registers is not null)
        {
            Register(registers, hash);
        }
        else if (exact.Add(hash) && exact.Count > MostExact)
        {
            registers = new byte[Registers];
            foreach (var known in exact)
            {
                Register(registers, known);
            }

            exact.Clear();
            exact.TrimExcess();
        }
    }

    /// <summary>Each register holds the longest run of zeros, plus one, among the hashes that fall to it.</summary>
    private static void Register(byte[] registers, ulong hash)
    {
        ref var longest = ref registers[hash >> (64 - IndexBits)];
        longest = Math.Max(longest, (byte)(BitOperations.LeadingZeroCount(hash << IndexBits | 1) + 1));
    }

    /// <summary>The harmonic mean of the registers' 2^run, with its bias taken out; as there are many values, the paper's correction for few is not needed.</summary>
    private static double Estimate(byte[] registers) =>
        0.7213 / (1 + (1.079 / Registers)) * Registers * Registers / registers.Sum(run => Math.ScaleB(1, -run));
}
