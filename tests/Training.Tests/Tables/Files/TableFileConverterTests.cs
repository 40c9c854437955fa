using System.IO.Compression;
using System.Text;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Files;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Tables.Files;

public sealed class TableFileConverterTests : IDisposable
{
    private static readonly CsvOverrides Detected = new();
    private static readonly TableFileOptions Options = new(new SizeLimit(100_000, false), 10);

    private readonly TemporaryFolder folder = new();
    private int files;

    [Fact]
    public void Single_CSV_file_stays_as_it_is()
    {
        var table = Convert(("a;b\n1,5;x\n"u8.ToArray(), "t.csv"));

        Assert.False(table.IsConverted);
        Assert.Equal("a;b\n1,5;x\n", File.ReadAllText(table.Path));
        Assert.Equal((TableFileKind.Csv, "t.csv"), (table.Source.Kind, table.Source.Files.Single()));
    }

    [Fact]
    public void Gzip_is_unpacked_and_the_name_loses_its_ending()
    {
        var table = Convert((Gzip("a,b\n1,2\n"u8.ToArray()), "t.csv.gz"));

        Assert.Equal("a,b\n1,2\n", File.ReadAllText(table.Path));
        Assert.Equal(["t.csv"], table.Source.Files);
    }

    [Fact]
    public void Files_of_other_formats_with_the_same_header_become_one_table()
    {
        var table = Convert(("a,b\n1,\"x, y\"\n"u8.ToArray(), "one.csv"), (Encoding.Latin1.GetBytes("a;b\n2;é\n\n3;z\n"), "two.csv"));

        Assert.Equal("a,b\n1,\"x, y\"\n2,é\n3,z\n", File.ReadAllText(table.Path));
        Assert.Equal(["one.csv", "two.csv"], table.Source.Files);
    }

    [Fact]
    public void Tables_of_an_archive_follow_in_the_order_of_their_names()
    {
        var table = Convert((Zip(("b/2.csv", "a\n2\n"), ("b/1.csv", "a\n1\n"), ("__MACOSX/b/1.csv", "?"), ("b/.hidden.csv", "?"),
            ("read me.md", "text")), "all.zip"));

        Assert.Equal("a\n1\n2\n", File.ReadAllText(table.Path));
        Assert.Equal(["b/1.csv", "b/2.csv"], table.Source.Files);
        Assert.Equal(["read me.md"], table.Source.NotRead);
    }

    [Fact]
    public void JSON_Lines_have_the_columns_of_all_objects()
    {
        var table = Convert((Encoding.UTF8.GetBytes("""
            {"a": 1.50, "b": "x, \"y\"", "c": null}

            {"b": "007", "d": true, "a": -1e-7}
            {"c": "é\n"}
            """), "t.jsonl"));

        Assert.Equal("a,b,c,d\n1.50,\"x, \"\"y\"\"\",,\n-1e-7,007,,true\n,,\"é\n\",\n", File.ReadAllText(table.Path));
        Assert.Equal(TableFileKind.JsonLines, table.Source.Kind);
    }

    [Fact]
    public void Parquet_values_keep_their_meaning()
    {
        const string Rows = "007,0.1,9007199254740993,true,2026-02-03,12.5\n\"a, \"\"b\"\"\",,-1,false,2026-02-03T04:05:06,0\n";

        var text = File.ReadAllText(Convert((SampleParquet.Create(), "t.parquet")).Path).Replace("12.50", "12.5").Replace("0.00\n", "0\n");

        Assert.Equal("code,size,count,ok,at,price\n" + Rows + Rows, text);
    }

    [Fact]
    public void Sheet_of_a_workbook_is_read_with_dates_and_without_empty_rows_and_columns()
    {
        object?[][] data =
        [
            [null], ["n", "day", "ok", "text", null], [0.5, new DateTime(2026, 2, 3), true, "007", ""],
            [null], [1e-7, new DateTime(2026, 2, 3, 4, 5, 0), false, null, null], [SampleWorkbook.DivisionByZero, null, null, "x"], [null, null],
        ];
        var workbook = SampleWorkbook.Create(("First", data), ("Second", [["a"], [1.0]]));

        var first = Convert((workbook, "t.xlsx"));
        var second = Convert(Options with { Sheet = "Second" }, (workbook, "t.xlsx"));

        Assert.Equal("n,day,ok,text\n0.5,2026-02-03,true,007\n1E-07,2026-02-03T04:05:00,false,\n,,,x\n", File.ReadAllText(first.Path));
        Assert.Equal(("First", "Second"), (first.Source.Sheet, first.Source.NotRead.Single()));
        Assert.Equal("a\n1\n", File.ReadAllText(second.Path));
    }

    [Fact]
    public void First_sheet_that_is_not_hidden_is_read_and_a_time_of_day_has_no_date()
    {
        var workbook = SampleWorkbook.Create(
            ("Hidden", [["a"], [1.0]]), ("Shown", [["at"], [DateTime.FromOADate(0.4375)]]));

        var table = Convert((workbook, "t.xlsx"));

        Assert.Equal("at\n10:30:00\n", File.ReadAllText(table.Path));
        Assert.Equal(["Hidden"], table.Source.NotRead);
    }

    [Fact]
    public void Sheets_that_were_not_read_are_told_for_every_workbook()
    {
        var first = SampleWorkbook.Create(("A", [["a"], [1.0]]), ("B", [["b"]]));
        var second = SampleWorkbook.Create(("A", [["a"], [2.0]]), ("C", [["c"]]));

        var table = Convert((first, "1.xlsx"), (second, "2.xlsx"));

        Assert.Equal("a\n1\n2\n", File.ReadAllText(table.Path));
        Assert.Equal(["B", "C"], table.Source.NotRead);
    }

    [Fact]
    public void Files_that_cannot_be_used_are_refused_with_what_to_do()
    {
        var workbook = SampleWorkbook.Create(("First", [["a"], [1.0]]));
        Check("no sheet 'Frist'; the sheets are 'First'", Options with { Sheet = "Frist" }, (workbook, "t.xlsx"));
        Check("it is no workbook", Options with { Sheet = "First" }, ("a\n1\n"u8.ToArray(), "t.csv"));
        Check("'First' is empty", (SampleWorkbook.Create(("First", [])), "t.xlsx"));
        Check("the workbook is damaged", (Zip(("xl/workbook.xml", "<no")), "t.xlsx"));
        Check("column 'tags': its values are lists", (SampleParquet.CreateWithList(), "t.parquet"));
        Check("Parquet file is damaged", ("PAR1 and nothing else PAR1"u8.ToArray(), "t.parquet"));
        Check("train.csv; it lacks target and also has id", ("a,target\n1,2\n"u8.ToArray(), "train.csv"), ("a,id\n1,2\n"u8.ToArray(), "test.csv"));
        Check("one.csv; it has them in another order", ("a,b\n1,2\n"u8.ToArray(), "one.csv"), ("b,a\n1,2\n"u8.ToArray(), "two.csv"));
        Check("one.csv is CSV, two.jsonl is JSON Lines", ("a\n1\n"u8.ToArray(), "one.csv"), ("{\"a\": 1}\n"u8.ToArray(), "two.jsonl"));
        Check("the archive has no table", (Zip(("a.md", "?")), "t.zip"));
        Check("the archive is damaged", ([.. Gzip("a,b\n1,2\n"u8.ToArray())[..12], 1, 2, 3, 4, 5, 6, 7, 8], "t.csv.gz"));
        Check("line 2, column 'a': the value is a list or an object", ("{\"a\": 1}\n{\"a\": [1]}\n"u8.ToArray(), "t.jsonl"));
        Check("line 2, column 'a': the object has this name twice", ("{\"a\": 1}\n{\"a\": 1, \"a\": 2}\n"u8.ToArray(), "t.jsonl"));
        Check("line 2: the line is not a JSON object (byte 1)", ("{\"a\": 1}\n[1]\n"u8.ToArray(), "t.jsonl"));
        Check("line 1: the line is not a JSON object (byte 1); write one object on each line", ("[{\"a\": 1}]"u8.ToArray(), "t.json"));
        Check("line 1: the line is not a JSON object", ("{\n  \"a\": 1\n}"u8.ToArray(), "t.json"));
        Check("the control character U+0000", ("{\"a\": \"x\\u0000\"}\n"u8.ToArray(), "t.jsonl"));
        Check("line 1: the file has more than 10 columns", (Encoding.UTF8.GetBytes(
            $"{{{string.Join(", ", Enumerable.Range(0, 11).Select(column => $"\"c{column}\": 1"))}}}\n"), "t.jsonl"));
    }

    [Fact]
    public void Unpacked_files_are_bounded_and_deleted()
    {
        var small = Options with { Limit = new SizeLimit(1000, false) };
        var zeros = new byte[1 << 22];
        Array.Fill(zeros, (byte)'0');

        Check("unpacked, it has more than 1000 bytes", small, (Gzip(zeros), "t.csv.gz"));
        Check("unpacked, it has more than 1000 bytes", small, (Zip(("a.csv", Encoding.UTF8.GetString(zeros))), "t.zip"));
        Check("as CSV it has more than 1000 bytes", small, (Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat("{\"a\": \"表表\"}\n", 150))), "t.jsonl"));
        Check("as CSV it has more than 1000 bytes", small, (Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat("{\"a\": 12345678}\n", 200))), "t.jsonl"));

        var packed = Gzip(zeros);
        var bySent = Options with { Limit = new SizeLimit(500, true) };
        Check("as CSV it has more than 500 bytes: 100 times what was sent and 4 MiB; send it unpacked", bySent, (
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\": 12345678}\n", 200))), "t.jsonl"));
        Assert.Equal(new SizeLimit((4 << 20) + (100 * packed.Length), true), SizeLimit.For(packed.Length, 1L << 32));
        Assert.Equal(new SizeLimit(1 << 20, false), SizeLimit.For(packed.Length, 1 << 20));
        Assert.Empty(Directory.GetFiles(folder.Path, "result-*"));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Memory_of_a_row_group_is_reserved_until_the_file_is_read()
    {
        var (reserved, released) = (new List<long>(), 0);
        var options = Options with
        {
            ReserveMemory = bytes =>
            {
                reserved.Add(bytes);
                return new MemoryRelease(() => released++);
            },
        };

        Convert(options, (SampleParquet.Create(), "t.parquet"));

        // Two rows of a text, two numbers, a truth, a time and a decimal number take more than 100 bytes.
        Assert.InRange(Assert.Single(reserved), 100, 10_000);
        Assert.Equal(1, released);
        Check("a row group takes 0 MB of memory, and at most 0 MB can be used", options with { MaximumMemory = 100 },
            (SampleParquet.Create(), "t.parquet"));
    }

    [Theory]
    [InlineData("xl/sharedStrings.xml")]
    [InlineData(@"xl\SharedStrings.xml")]
    public void Memory_of_texts_is_reserved_whatever_the_part_is_called_and_states(string name)
    {
        var texts = $"<sst><si><t>{new string('x', 1000)}</t></si></sst>";
        var options = Options with { MaximumMemory = texts.Length };

        Check("its texts take 0 MB of memory, and at most 0 MB can be used", options, (AddStored(name, texts), "t.xlsx"));
        Check("its texts take 0 MB of memory, and at most 0 MB can be used", options, (StateNoLength(AddStored(name, texts), name), "t.xlsx"));
    }

    [Fact]
    public void Many_pieces_of_one_text_are_refused()
    {
        const string Piece = "<r><t>x</t></r>";
        var most = string.Concat(Enumerable.Repeat(Piece, 1024));

        Convert((AddStored("xl/sharedStrings.xml", $"<sst><si>{most}</si><si>{most}</si></sst>"), "t.xlsx"));
        Check("at most 1024 elements 't' of one text can be read",
            (AddStored("xl/sharedStrings.xml", $"<sst><si>{most}<si/>{Piece}</si></sst>"), "t.xlsx"));
    }

    [Fact]
    public void Long_text_in_several_pieces_is_refused()
    {
        var most = new string('x', 1 << 14);

        Convert((AddStored("xl/sharedStrings.xml", $"<sst><si><t>{most}</t><t>{most}</t></si><si><t>{most}{most}{most}</t></si></sst>"), "t.xlsx"));
        Check("a text in several pieces can have at most 32768 characters",
            (AddStored("xl/sharedStrings.xml", $"<sst><si><t>{most}</t><t>{most}</t><t>x</t></si></sst>"), "t.xlsx"));
    }

    [Theory]
    [InlineData("xl/sharedStrings.bin", "")]
    [InlineData(@"xl\WORKBOOK.BIN", "")]
    [InlineData("xl/_rels/workbook.xml.rels", "<r><Relationship Type=\"http://x/relationships/worksheet\" Target=\"printer.bin\"/></r>")]
    public void Binary_parts_of_a_workbook_are_refused(string name, string content) =>
        Check("binary workbooks (.xlsb) cannot be read", (AddStored(name, content), "t.xlsx"));

    [Fact]
    public void Damaged_files_are_closed()
    {
        Check("the workbook is damaged", (Zip(("xl/workbook.xml", "<no")), "t.xlsx"));
        Check("Parquet file is damaged", ("PAR1xxxx\u0004\0\0\0PAR1"u8.ToArray(), "t.parquet"));

        // Another open handle would keep them from being locked.
        foreach (var path in Directory.GetFiles(folder.Path, "sent-*"))
        {
            using var locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
    }

    private ConvertedTable Convert(params (byte[] Content, string Name)[] parts) => Convert(Options, parts);

    private ConvertedTable Convert(TableFileOptions options, params (byte[] Content, string Name)[] parts)
    {
        var sources = parts.Select(part =>
        {
            var path = folder[$"sent-{files++}"];
            File.WriteAllBytes(path, part.Content);
            return new SourceFile(path, part.Name);
        }).ToArray();
        return TableFileConverter.Convert(sources, Detected, options, folder[$"result{files}"], TestContext.Current.CancellationToken);
    }

    private void Check(string reason, params (byte[] Content, string Name)[] parts) => Check(reason, Options, parts);

    private void Check(string reason, TableFileOptions options, params (byte[] Content, string Name)[] parts) =>
        Assert.Contains(reason, Assert.Throws<TableFormatException>(() => Convert(options, parts)).Message, StringComparison.Ordinal);

    /// <summary>Returns a workbook with a further part, which is not compressed.</summary>
    private static byte[] AddStored(string name, string content)
    {
        using var file = new MemoryStream();
        file.Write(SampleWorkbook.Create(("First", [["a"], [1.0]])));
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update))
        {
            using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
            entry.Write(Encoding.UTF8.GetBytes(content));
        }

        return file.ToArray();
    }

    /// <summary>Changes the length of a part to 0 in the directory of an archive, where it stands 22 bytes before the name.</summary>
    private static byte[] StateNoLength(byte[] archive, string name)
    {
        archive.AsSpan(archive.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(name)) - 22, sizeof(int)).Clear();
        return archive;
    }

    private static byte[] Gzip(byte[] content)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return file.ToArray();
    }

    private static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return file.ToArray();
    }
}
