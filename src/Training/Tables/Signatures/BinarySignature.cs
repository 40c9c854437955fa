namespace LearnML.Training.Tables.Signatures;

/// <summary>Recognizes binary files by their first and last bytes, not by their names.</summary>
internal static class BinarySignature
{
    private static readonly byte[][] FirstBytes =
    [
        [0x89, .. "PNG"u8], "%PDF-"u8.ToArray(), "SQLite format 3\0"u8.ToArray(), [0xD0, 0xCF, 0x11, 0xE0],
    ];

    /// <summary>
    /// Parquet files begin and end with these bytes (https://parquet.apache.org/docs/file-format). A CSV file may begin with them too.
    /// </summary>
    private static readonly byte[] Parquet = "PAR1"u8.ToArray();

    /// <summary>Returns why a file is not text and what to send instead, or null if it has no known signature.</summary>
    /// <param name="firstBytes">The start of the file.</param>
    /// <param name="file">The whole file, as a seekable stream. Its position may change.</param>
    public static string? ExplainBinary(ReadOnlySpan<byte> firstBytes, Stream file)
    {
        if (ArchiveSignature.DetectKind(firstBytes) is { } archive)
        {
            return $"it is not text but a binary file, an archive ({archive}); unpack it, or export the spreadsheet as CSV, "
                + "and send the CSV file itself";
        }

        return StartsWithSignature(firstBytes) || IsParquet(firstBytes, file)
            ? "it is not text but a binary file (a picture, a spreadsheet or a database); export it as CSV"
            : null;
    }

    /// <summary>Returns whether a file is a Parquet file.</summary>
    /// <param name="firstBytes">The start of the file.</param>
    /// <param name="file">The whole file, as a seekable stream. Its position may change.</param>
    public static bool IsParquet(ReadOnlySpan<byte> firstBytes, Stream file) => firstBytes.StartsWith(Parquet) && EndsWith(file, Parquet);

    private static bool StartsWithSignature(ReadOnlySpan<byte> firstBytes)
    {
        foreach (var signature in FirstBytes)
        {
            if (firstBytes.StartsWith(signature))
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWith(Stream file, byte[] ending)
    {
        var end = new byte[ending.Length];
        file.Seek(-ending.Length, SeekOrigin.End);
        file.ReadExactly(end);
        return end.AsSpan().SequenceEqual(ending);
    }
}
