using System.Security.Cryptography;

namespace LearnML.Api.Storage.Recovery;

/// <summary>Copies files to or from a backup.</summary>
internal static class CopiedFile
{
    private const int BufferSize = 1 << 20;

    /// <summary>Copies a file with the time of its last change, creates its folder, and flushes it to the disk.</summary>
    /// <returns>The SHA-256 hash in lower-case hexadecimal.</returns>
    /// <exception cref="IOException">The file or its folder is missing, or it cannot be copied.</exception>
    public static string Copy(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        // The service may delete the file during the copy.
        using (var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            using var to = File.Create(target);
            var buffer = new byte[BufferSize];
            for (int count; (count = from.Read(buffer)) > 0;)
            {
                hash.AppendData(buffer, 0, count);
                to.Write(buffer, 0, count);
            }

            to.Flush(flushToDisk: true);
        }

        File.SetLastWriteTimeUtc(target, File.GetLastWriteTimeUtc(source));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
