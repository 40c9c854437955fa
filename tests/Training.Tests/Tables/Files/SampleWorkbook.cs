using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace LearnML.Training.Tests.Tables.Files;

/// <summary>Writes small workbooks (.xlsx) part by part, as ECMA-376 describes them.</summary>
internal static class SampleWorkbook
{
    private const string Spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    /// <summary>A cell with an error.</summary>
    public const string DivisionByZero = "#DIV/0!";

    /// <summary>Returns a workbook. A sheet named "Hidden" is hidden. A cell is a double, a bool, a DateTime, a string or null.</summary>
    public static byte[] Create(params IReadOnlyList<(string Name, object?[][] Rows)> sheets)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var numbered = sheets.Select((sheet, index) => (Number: index + 1, sheet.Name, sheet.Rows)).ToArray();
            Add("[Content_Types].xml", $"""
                <Types xmlns="{Package}/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Default Extension="xml" ContentType="application/xml"/></Types>
                """);
            Add("_rels/.rels", $"""
                <Relationships xmlns="{Package}/relationships">
                <Relationship Id="r1" Type="{Relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """);
            Add("xl/workbook.xml", $"""
                <workbook xmlns="{Spreadsheet}" xmlns:r="{Relationships}"><sheets>{Join(numbered, sheet =>
                    $"<sheet name=\"{sheet.Name}\" sheetId=\"{sheet.Number}\" state=\"{StateOf(sheet.Name)}\" r:id=\"s{sheet.Number}\"/>")}
                </sheets></workbook>
                """);
            Add("xl/_rels/workbook.xml.rels", $"""
                <Relationships xmlns="{Package}/relationships">{Join(numbered, sheet =>
                    $"<Relationship Id=\"s{sheet.Number}\" Type=\"{Relationships}/worksheet\" Target=\"worksheets/sheet{sheet.Number}.xml\"/>")}
                <Relationship Id="styles" Type="{Relationships}/styles" Target="styles.xml"/></Relationships>
                """);

            // Style 1 is a date with a time (number format 22).
            Add("xl/styles.xml", $"""
                <styleSheet xmlns="{Spreadsheet}">
                <cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>
                """);
            foreach (var sheet in numbered)
            {
                var rows = Join(sheet.Rows.Index(), row => ToXml(row.Index + 1, row.Item));
                Add($"xl/worksheets/sheet{sheet.Number}.xml", $"<worksheet xmlns=\"{Spreadsheet}\"><sheetData>{rows}</sheetData></worksheet>");
            }

            void Add(string name, string content)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + content));
            }
        }

        return file.ToArray();
    }

    private static string StateOf(string sheet) => sheet == "Hidden" ? "hidden" : "visible";

    private static string ToXml(int row, object?[] cells) =>
        $"<row r=\"{row}\">{Join(cells.Index(), cell => ToXml($"{(char)('A' + cell.Index)}{row}", cell.Item))}</row>";

    private static string ToXml(string reference, object? value) => value switch
    {
        null => "",
        double number => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{reference}\"><v>{number:R}</v></c>"),
        bool truth => $"<c r=\"{reference}\" t=\"b\"><v>{(truth ? 1 : 0)}</v></c>",
        DateTime time => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{reference}\" s=\"1\"><v>{time.ToOADate():R}</v></c>"),
        DivisionByZero => $"<c r=\"{reference}\" t=\"e\"><v>{DivisionByZero}</v></c>",
        _ => $"<c r=\"{reference}\" t=\"inlineStr\"><is><t>{System.Security.SecurityElement.Escape((string)value)}</t></is></c>",
    };

    private static string Join<T>(IEnumerable<T> items, Func<T, string> format) => string.Concat(items.Select(format));
}
