using System.Numerics;

namespace LearnML.Training.Tables.Values;

/// <summary>
/// Counts distinct values by their 64-bit hashes. Up to a number of values the count is exact. Beyond that it is estimated by HyperLogLog
/// (Flajolet et al. 2007, https://doi.org/10.46298/dmtcs.3545) with a standard error of 0.8 %, so that memory stays bounded.
/// </summary>
/// <param name="maximumExactCount">The largest count that is exact. Default: 100,000.</param>
internal sealed class DistinctCounter(int maximumExactCount = 100_000)
{
    private const int IndexBits = 14;
    private const int RegisterCount = 1 << IndexBits;

    /// <summary>Hashes are added in batches: the processor then waits for several places in memory at once, and not for one after another.</summary>
    private const int BatchSize = 64;

    private readonly ulong[] batch = new ulong[BatchSize];
    private int batchCount;
    private HashTable64? exactHashes = new();
    private byte[]? registers;

    /// <summary>Whether <see cref="Count"/> is exact, not an estimate.</summary>
    public bool IsExact
    {
        get
        {
            AddBatch();
            return registers is null;
        }
    }

    /// <summary>The number of distinct values.</summary>
    public int Count => IsExact ? exactHashes!.Count : (int)Math.Round(EstimateCount(registers!));

    /// <summary>Adds a number.</summary>
    public void Add(double number) => Add(Mix(BitConverter.DoubleToUInt64Bits(number)));

    /// <summary>Adds a whole number.</summary>
    public void Add(long number) => Add(Mix((ulong)number));

    /// <summary>Adds a value by its hash.</summary>
    public void Add(ulong hash)
    {
        batch[batchCount++] = hash;
        if (batchCount == BatchSize)
        {
            AddBatch();
        }
    }

    private void AddBatch()
    {
        foreach (var hash in batch.AsSpan(0, batchCount))
        {
            if (registers is not null)
            {
                UpdateRegister(registers, hash);
            }
            else if (exactHashes!.Add(hash) && exactHashes.Count > maximumExactCount)
            {
                registers = new byte[RegisterCount];
                foreach (var known in exactHashes.Slots)
                {
                    if (known != 0)
                    {
                        UpdateRegister(registers, known);
                    }
                }

                exactHashes = null;
            }
        }

        batchCount = 0;
    }

    // The finalizer of MurmurHash3: different values have different hashes.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
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
