using System.IO.Compression;

namespace LearnML.Training.Tables.Signatures;

/// <summary>Recognizes the kind of a file by its content.</summary>
internal static class FileSignature
{
    private const string WorkbookEntry = "xl/workbook.xml";

    private static readonly byte[] Parquet = "PAR1"u8.ToArray();

    public static bool IsGzip(string path) => ReadStart(path) is [0x1F, 0x8B, ..];

    public static bool IsZip(string path) => ReadStart(path) is [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..];

    /// <summary>Whether a ZIP archive is a workbook of Excel.</summary>
    public static bool IsWorkbook(ZipArchive archive) => archive.GetEntry(WorkbookEntry) is not null;

    /// <summary>Parquet files begin and end with the same bytes. A CSV file may begin with them too.</summary>
    public static bool IsParquet(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length < 2 * Parquet.Length || !ReadBytes(file, Parquet.Length).AsSpan().SequenceEqual(Parquet))
        {
            return false;
        }

        file.Seek(-Parquet.Length, SeekOrigin.End);
        return ReadBytes(file, Parquet.Length).AsSpan().SequenceEqual(Parquet);
    }

    /// <summary>Whether the first character that is no white space begins a JSON object, and a property name or its end follows.</summary>
    public static bool IsJsonLines(string path)
    {
        using var file = File.OpenRead(path);
        var start = ReadBytes(file, 1 << 12).AsSpan();
        start = start.StartsWith("\uFEFF"u8) ? start["\uFEFF"u8.Length..] : start;
        start = start.TrimStart(" \t\r\n"u8);
        return start is [(byte)'{', ..] && start[1..].TrimStart(" \t"u8) is [(byte)'"' or (byte)'}', ..];
    }

    private static byte[] ReadStart(string path)
    {
        using var file = File.OpenRead(path);
        return ReadBytes(file, 4);
    }

    private static byte[] ReadBytes(FileStream file, int count)
    {
        var bytes = new byte[count];
        return bytes[..file.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
    }
}
