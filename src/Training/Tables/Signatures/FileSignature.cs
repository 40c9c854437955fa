using System.IO.Compression;

namespace LearnML.Training.Tables.Signatures;

/// <summary>Recognizes the kind of a file by its content.</summary>
internal static class FileSignature
{
    private const string WorkbookEntry = "xl/workbook.xml";
    private const int StartLength = 1 << 12;

    public static bool IsGzip(string path) => DetectArchive(path) == "gzip";

    public static bool IsZip(string path) => DetectArchive(path) == "ZIP";

    /// <summary>Whether a ZIP archive is a workbook of Excel.</summary>
    public static bool IsWorkbook(ZipArchive archive) => archive.GetEntry(WorkbookEntry) is not null;

    /// <inheritdoc cref="BinarySignature.IsParquet"/>
    public static bool IsParquet(string path)
    {
        using var file = File.OpenRead(path);
        return BinarySignature.IsParquet(ReadStart(file), file);
    }

    /// <summary>
    /// Whether a file begins with a JSON object, or with a list of objects. Only objects on a line of their own can be read, but both are
    /// recognized, so that the message is about JSON.
    /// </summary>
    public static bool IsJson(string path)
    {
        using var file = File.OpenRead(path);
        var start = ReadStart(file).AsSpan();
        start = Trim(start.StartsWith("\uFEFF"u8) ? start["\uFEFF"u8.Length..] : start);
        start = start is [(byte)'[', ..] ? Trim(start[1..]) : start;
        return start is [(byte)'{', ..] && Trim(start[1..]) is [(byte)'"' or (byte)'}', ..];
    }

    private static string? DetectArchive(string path)
    {
        using var file = File.OpenRead(path);
        return ArchiveSignature.DetectKind(ReadStart(file));
    }

    private static byte[] ReadStart(FileStream file)
    {
        var bytes = new byte[StartLength];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static Span<byte> Trim(Span<byte> text) => text.TrimStart(" \t\r\n"u8);
}
