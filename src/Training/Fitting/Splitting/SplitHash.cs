using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LearnML.Training.Fitting.Data;

namespace LearnML.Training.Fitting.Splitting;

/// <summary>Identifies the splits of a run, so that a run never resumes with other rows than it began with.</summary>
internal static class SplitHash
{
    /// <summary>Returns the SHA-256 hash of the validation rows and the number of training rows of each split, in hexadecimal.</summary>
    public static string Compute(IEnumerable<Split> splits)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var split in splits)
        {
            hash.AppendData(MemoryMarshal.AsBytes<long>([split.Train.LongLength, split.Validation.LongLength]));
            hash.AppendData(MemoryMarshal.AsBytes<long>(split.Validation));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
