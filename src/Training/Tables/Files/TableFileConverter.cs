using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Signatures;

namespace LearnML.Training.Tables.Files;

/// <summary>
/// Turns the files of a table, of any kind, into one CSV file. All kinds then have the same types, messages and corrections.
/// </summary>
public static class TableFileConverter
{
    /// <summary>The character between the fields of a converted file.</summary>
    public const char Delimiter = CsvTextWriter.Delimiter;

    /// <summary>The character around fields of a converted file.</summary>
    public const char Quote = CsvTextWriter.Quote;

    /// <summary>The encoding of a converted file.</summary>
    public const string Encoding = "utf-8";

    /// <summary>Converts files. A single CSV file stays as it is.</summary>
    /// <param name="files">The files, at least one. Several need the same columns; their rows follow one another.</param>
    /// <param name="format">The parts of the format of CSV files that the caller sets.</param>
    /// <param name="options">The limits and the sheet.</param>
    /// <param name="path">The path of the converted file; temporary files have names that start with it.</param>
    /// <param name="cancellationToken">Cancels the conversion.</param>
    /// <exception cref="TableFormatException">A file cannot be read, or the files have different columns.</exception>
    public static ConvertedTable Convert(
        IReadOnlyList<SourceFile> files, CsvOverrides format, TableFileOptions options, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        using var unpacked = new UnpackedFiles(path, options.Limit, cancellationToken);
        var tables = unpacked.Unpack(files);
        var kinds = tables.Select(table => DetectKind(table.Path)).ToArray();
        var source = new TableSource(kinds[0], [.. tables.Select(table => table.Name)]) { NotRead = unpacked.NotRead };
        if (kinds.Distinct().Skip(1).Any())
        {
            throw new TableFormatException("The table", [new TableProblem(null, null,
                $"its files are of different kinds: {string.Join(", ", tables.Zip(kinds, (table, kind) => $"{table.Name} is {Describe(kind)}"))}")]);
        }

        if (options.Sheet is not null && source.Kind != TableFileKind.Excel)
        {
            throw new TableFormatException(
                $"The file {source.Files[0]}", [new TableProblem(null, null, "it is no workbook, so it has no sheets; leave out sheet")]);
        }

        if (tables is [var single] && source.Kind == TableFileKind.Csv)
        {
            return new ConvertedTable(Keep(single.Path, files[0].Path, path), false, source);
        }

        using (var writer = new CsvTextWriter(path, options.Limit, $"The file {tables[0].Name}", cancellationToken))
        {
            source = Write(tables, source, format, options, writer, cancellationToken);
        }

        return new ConvertedTable(path, true, source);
    }

    private static TableFileKind DetectKind(string path) =>
        FileSignature.IsZip(path) ? TableFileKind.Excel
        : FileSignature.IsParquet(path) ? TableFileKind.Parquet
        : FileSignature.IsJson(path) ? TableFileKind.JsonLines
        : TableFileKind.Csv;

    private static string Describe(TableFileKind kind) => kind switch
    {
        TableFileKind.JsonLines => "JSON Lines",
        TableFileKind.Excel => "a workbook",
        TableFileKind.Csv => "CSV",
        _ => kind.ToString(),
    };

    /// <summary>An unpacked file is temporary and moves to the path of the result; a sent file stays.</summary>
    private static string Keep(string table, string sent, string path)
    {
        if (table == sent)
        {
            return sent;
        }

        File.Move(table, path, overwrite: true);
        return path;
    }

    private static TableSource Write(
        List<SourceFile> tables,
        TableSource source,
        CsvOverrides format,
        TableFileOptions options,
        CsvTextWriter writer,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<string>? names = null;
        foreach (var (table, rows) in Open(tables, source.Kind, format, options, cancellationToken))
        {
            using (rows)
            {
                if (names is null)
                {
                    names = rows.ColumnNames;
                    WriteHeader(writer, names);
                }
                else if (!names.SequenceEqual(rows.ColumnNames, StringComparer.Ordinal))
                {
                    throw CreateDifferenceException(tables[0], names, table, rows.ColumnNames);
                }

                if (rows is ExcelRows workbook)
                {
                    source = source with
                    {
                        Sheet = workbook.Sheet,
                        NotRead = [.. source.NotRead, .. workbook.Sheets.Where(sheet => sheet != workbook.Sheet)],
                    };
                }

                rows.WriteRows(writer);
            }
        }

        return source;
    }

    /// <summary>Opens the files one after another. JSON Lines are opened together, because an object names only the columns that it has.</summary>
    private static IEnumerable<(SourceFile Table, RowSource Rows)> Open(
        List<SourceFile> tables, TableFileKind kind, CsvOverrides format, TableFileOptions options, CancellationToken cancellationToken) =>
        kind switch
        {
            TableFileKind.JsonLines => [(tables[0], new JsonLineRows(tables, options.MaximumColumns))],
            TableFileKind.Parquet => tables.Select(table => (table, (RowSource)new ParquetRows(table, options, cancellationToken))),
            TableFileKind.Excel => tables.Select(table => (table, (RowSource)new ExcelRows(table, options, cancellationToken))),
            _ => OpenCsv(tables, format, options.MaximumColumns),
        };

    /// <summary>Opens CSV files. If the first has a header, all have one.</summary>
    private static IEnumerable<(SourceFile Table, RowSource Rows)> OpenCsv(List<SourceFile> tables, CsvOverrides format, int maximumColumns)
    {
        foreach (var table in tables)
        {
            var rows = new CsvRows(table, format, maximumColumns);
            format = format with { Header = rows.HasHeader };
            yield return (table, rows);
        }
    }

    private static void WriteHeader(CsvTextWriter writer, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            writer.WriteField(name.AsSpan());
        }

        writer.EndRow();
    }

    private static TableFormatException CreateDifferenceException(
        SourceFile first, IReadOnlyList<string> firstNames, SourceFile other, IReadOnlyList<string> otherNames)
    {
        var missing = firstNames.Except(otherNames).Take(TableFormatException.MaximumListed).ToArray();
        var added = otherNames.Except(firstNames).Take(TableFormatException.MaximumListed).ToArray();
        var difference = (missing, added) switch
        {
            ([], []) => "it has them in another order",
            ([], _) => $"it also has {string.Join(", ", added)}",
            (_, []) => $"it lacks {string.Join(", ", missing)}",
            _ => $"it lacks {string.Join(", ", missing)} and also has {string.Join(", ", added)}",
        };
        return new TableFormatException($"The file {other.Name}", [new TableProblem(null, null,
            $"the files of one table need the same columns as {first.Name}; {difference}. Send the files of one table only")]);
    }
}
