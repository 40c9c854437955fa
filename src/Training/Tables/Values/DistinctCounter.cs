using System.Numerics;

namespace LearnML.Training.Tables.Values;

/// <summary>
/// Counts distinct values by their 64-bit hashes. Up to 100,000 values the count is exact. Beyond that it is estimated by HyperLogLog
/// (Flajolet et al. 2007, https://doi.org/10.46298/dmtcs.3545) with a standard error of 0.8 %, so that memory stays bounded.
/// </summary>
internal sealed class DistinctCounter
{
    private const int MaximumExactCount = 100_000;
    private const int IndexBits = 14;
    private const int RegisterCount = 1 << IndexBits;

    private readonly HashSet<ulong> exactHashes = [];
    private byte[]? registers;

    /// <summary>Whether <see cref="Count"/> is exact, not an estimate.</summary>
    public bool IsExact => registers is null;

    /// <summary>The number of distinct values.</summary>
    public int Count => registers is null ? exactHashes.Count : (int)Math.Round(EstimateCount(registers));

    /// <summary>Adds a value by its hash.</summary>
    public void Add(ulong hash)
    {
        if (registers is not null)
        {
            UpdateRegister(registers, hash);
        }
        else if (exactHashes.Add(hash) && exactHashes.Count > MaximumExactCount)
        {
            registers = new byte[RegisterCount];
            foreach (var known in exactHashes)
            {
                UpdateRegister(registers, known);
            }

            exactHashes.Clear();
            exactHashes.TrimExcess();
        }
    }

    /// <summary>Each register keeps the longest run of leading zeros, plus one, among its hashes.</summary>
    private static void UpdateRegister(byte[] registers, ulong hash)
    {
        ref var longest = ref registers[hash >> (64 - IndexBits)];
        longest = Math.Max(longest, (byte)(BitOperations.LeadingZeroCount(hash << IndexBits | 1) + 1));
    }

    /// <summary>
    /// Returns the bias-corrected harmonic mean of the registers' 2^run. The paper's correction for small counts is not needed here.
    /// </summary>
    private static double EstimateCount(byte[] registers) =>
        0.7213 / (1 + (1.079 / RegisterCount)) * RegisterCount * RegisterCount / registers.Sum(run => Math.ScaleB(1, -run));
}
