using System.Globalization;
using System.IO.Compression;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Signatures;

namespace LearnML.Training.Tables.Files;

/// <summary>Unpacks gzip files and ZIP archives to temporary files, which <see cref="Dispose"/> deletes.</summary>
/// <param name="temporaryPath">The start of the paths of the temporary files.</param>
/// <param name="limit">The maximum number of unpacked bytes of all files together.</param>
/// <param name="cancellationToken">Cancels the unpacking.</param>
internal sealed class UnpackedFiles(string temporaryPath, SizeLimit limit, CancellationToken cancellationToken) : IDisposable
{
    private const int MaximumEntries = 10_000;

    private static readonly string[] TableExtensions = [".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson", ".parquet"];

    private readonly List<string> temporary = [];
    private readonly List<string> notRead = [];
    private long unpackedBytes;

    /// <summary>The files of the archives that are no tables.</summary>
    public IReadOnlyList<string> NotRead => notRead;

    /// <summary>Returns the files, with the content of archives in place of these.</summary>
    /// <exception cref="TableFormatException">An archive is damaged, empty or too large.</exception>
    public List<SourceFile> Unpack(IEnumerable<SourceFile> files) => [.. files.SelectMany(Unpack)];

    public void Dispose() => temporary.ForEach(File.Delete);

    private IEnumerable<SourceFile> Unpack(SourceFile file)
    {
        try
        {
            var unzipped = FileSignature.IsGzip(file.Path) ? Inflate(file) : file;
            return FileSignature.IsZip(unzipped.Path) ? Extract(unzipped) : [unzipped];
        }
        catch (InvalidDataException exception)
        {
            throw CreateException(file, $"the archive is damaged: {exception.Message.TrimEnd('.')}");
        }
    }

    private SourceFile Inflate(SourceFile file)
    {
        using var packed = new GZipStream(File.OpenRead(file.Path), CompressionMode.Decompress);
        var name = file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file.Name[..^3] : file.Name;
        return Copy(packed, new SourceFile(file.Path, name));
    }

    /// <summary>Extracts the tables of an archive. A workbook is an archive too, and stays as it is.</summary>
    private List<SourceFile> Extract(SourceFile file)
    {
        using var archive = ZipFile.OpenRead(file.Path);
        if (FileSignature.IsWorkbook(archive))
        {
            CheckWorkbook(archive, file);
            return [file];
        }

        if (archive.Entries.Count > MaximumEntries)
        {
            throw CreateException(file, string.Create(CultureInfo.InvariantCulture, $"the archive has more than {MaximumEntries} files"));
        }

        var entries = archive.Entries.Where(entry => entry.Name.Length > 0 && entry.Name[0] != '.'
            && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).OrderBy(entry => entry.FullName, StringComparer.Ordinal);
        var tables = new List<SourceFile>();
        foreach (var entry in entries)
        {
            if (!TableExtensions.Contains(Path.GetExtension(entry.Name), StringComparer.OrdinalIgnoreCase))
            {
                notRead.Add(entry.FullName);
                continue;
            }

            using var content = entry.Open();
            tables.Add(Copy(content, new SourceFile(file.Path, entry.FullName)));
        }

        return tables.Count > 0 ? tables : throw CreateException(
            file, $"the archive has no table; the names of tables end in {string.Join(", ", TableExtensions)}");
    }

    /// <summary>Unpacks a workbook once, because the sizes that an archive states may be wrong, and checks the places of its cells.</summary>
    private void CheckWorkbook(ZipArchive archive, SourceFile file)
    {
        foreach (var entry in archive.Entries)
        {
            using (var content = entry.Open())
            {
                CopyBounded(content, Stream.Null, file);
            }

            using var part = entry.Open();
            if (WorkbookCheck.FindProblem(entry.FullName, part) is { } problem)
            {
                throw CreateException(file, $"{problem} in {entry.FullName}");
            }
        }
    }

    private SourceFile Copy(Stream content, SourceFile file)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"{temporaryPath}-{temporary.Count}");
        temporary.Add(path);
        using var target = File.Create(path);
        CopyBounded(content, target, file);
        return file with { Path = path };
    }

    private void CopyBounded(Stream content, Stream target, SourceFile file)
    {
        var buffer = new byte[1 << 16];
        for (int count; (count = content.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            unpackedBytes += count;
            if (unpackedBytes > limit.Bytes)
            {
                throw CreateException(file, $"unpacked, it has more than {limit}");
            }

            target.Write(buffer, 0, count);
        }
    }

    private static TableFormatException CreateException(SourceFile file, string reason) =>
        new($"The file {file.Name}", [new TableProblem(null, null, reason)]);
}
