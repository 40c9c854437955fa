using System.Security.Cryptography;

namespace LearnML.Training.State;

/// <summary>Writes files and computes their SHA-256 hash, and verifies it when they are read. Files can be larger than an array (2 GB).</summary>
internal static class HashedFile
{
    /// <summary>Writes a file and flushes it to the disk.</summary>
    /// <param name="path">The path of the file. An existing file is overwritten.</param>
    /// <param name="write">Writes the content to the stream.</param>
    /// <returns>The SHA-256 hash of the content, in hexadecimal.</returns>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to write to the folder.</exception>
    public static string Write(string path, Action<Stream> write)
    {
        using var hash = SHA256.Create();
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        using (var hashing = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true))
        {
            write(hashing);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.Hash!);
    }

    /// <summary>Opens a file if it has the expected content.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="hash">The expected SHA-256 hash, in lowercase hexadecimal.</param>
    /// <returns>The file, at its beginning; null if its hash is different.</returns>
    public static FileStream? TryOpen(string path, string hash)
    {
        var file = File.OpenRead(path);
        var isExpected = false;
        try
        {
            var actual = Convert.ToHexStringLower(SHA256.HashData(file));
            file.Position = 0;
            isExpected = actual == hash;
            return isExpected ? file : null;
        }
        finally
        {
            if (!isExpected)
            {
                file.Dispose();
            }
        }
    }
}
