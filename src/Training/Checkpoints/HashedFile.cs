using System.Security.Cryptography;

namespace LearnML.Training.Checkpoints;

/// <summary>Files of any size whose SHA-256 is known: written and read piece by piece, for arrays end at 2 GB.</summary>
internal static class HashedFile
{
    /// <summary>Writes a file and flushes it to the disk.</summary>
    /// <returns>Its SHA-256, in hexadecimal.</returns>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
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

    /// <summary>Opens a file if it is what was written.</summary>
    /// <returns>The file from its beginning; null where its SHA-256 is not <paramref name="hash"/>, in hexadecimal.</returns>
    public static FileStream? TryOpen(string path, string hash)
    {
        var file = File.OpenRead(path);
        if (Convert.ToHexStringLower(SHA256.HashData(file)) != hash)
        {
            file.Dispose();
            return null;
        }

        file.Position = 0;
        return file;
    }
}
