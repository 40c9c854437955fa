using System.IO.Compression;
using System.Text;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Workbooks with parts that no spreadsheet program would write.</summary>
internal static class HostileWorkbook
{
    /// <summary>The namespace of the elements of a workbook.</summary>
    public const string Spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>Returns a workbook with one sheet, whose first row has the names a and b.</summary>
    public static byte[] Create(string secondRow, string styles = "<styleSheet/>", string texts = "<sst/>")
    {
        const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Package = "http://schemas.openxmlformats.org/package/2006";
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("[Content_Types].xml", $"<Types xmlns=\"{Package}/content-types\">"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            Add("_rels/.rels", $"<Relationships xmlns=\"{Package}/relationships\">"
                + $"<Relationship Id=\"r1\" Type=\"{Relationships}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add("xl/workbook.xml", $"<workbook xmlns=\"{Spreadsheet}\" xmlns:r=\"{Relationships}\">"
                + "<sheets><sheet name=\"t\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}/relationships\">"
                + $"<Relationship Id=\"s1\" Type=\"{Relationships}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
            Add("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Spreadsheet}\"><sheetData><row r=\"1\">"
                + "<c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>b</t></is></c></row>"
                + $"{secondRow}</sheetData></worksheet>");

            Add("xl/styles.xml", styles);
            Add("xl/sharedStrings.xml", texts);

            void Add(string name, string content)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + content));
            }
        }

        return file.ToArray();
    }
}
