using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml;

namespace LearnML.Training.Tables.Files;

/// <summary>
/// Checks the places of the cells in a workbook, and the number of its formats and texts, before it is read. The library that reads it reserves
/// memory for all cells up to the last one of a row, so that a single cell far to the right would take gigabytes, and an object for each format,
/// which is 20 times as large as its five bytes of XML. It copies a text for each piece that it appends. It reads binary parts too, which this class
/// cannot check.
/// </summary>
internal static class WorkbookCheck
{
    // The limits of Excel: column XFD and row 1,048,576.
    private const int MaximumColumns = 16_384;
    private const int MaximumRows = 1_048_576;

    // Each piece of formatted text is one. Excel's own limit of a cell is 32,767 characters.
    private const int MaximumTexts = 1 << 10;
    private const int MaximumCharactersInPieces = 1 << 15;

    private const string BinaryProblem = "binary workbooks (.xlsb) cannot be read; save it as .xlsx, or export it as CSV";

    /// <summary>The largest number of elements of a kind in a part: cell formats, columns, merged cells, sheets and texts.</summary>
    private static readonly Dictionary<string, int> MaximumElements = new()
    {
        ["xf"] = 1 << 16,
        ["numFmt"] = 1 << 16,
        ["col"] = MaximumColumns,
        ["sheet"] = 1 << 12,
        ["mergeCell"] = 1 << 20,
        ["si"] = 1 << 24,
    };

    private static readonly string[] BinaryParts = ["workbook.bin", "sharedStrings.bin", "styles.bin"];
    private static readonly string[] PartTypes = ["/officeDocument", "/worksheet", "/sharedStrings", "/styles"];

    /// <summary>Returns what is beyond the limits of a workbook; null if nothing is, or if the part is not XML.</summary>
    /// <param name="name">The name of a part of the workbook.</param>
    /// <param name="part">The part.</param>
    public static string? FindProblem(string name, Stream part)
    {
        if (BinaryParts.Any(binary => name.EndsWith(binary, StringComparison.OrdinalIgnoreCase)))
        {
            return BinaryProblem;
        }

        var counts = new Dictionary<string, int>();
        var (itemDepth, texts, characters) = (int.MaxValue, 0, 0L);
        using var xml = XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true });
        try
        {
            while (xml.Read())
            {
                if (xml.NodeType != XmlNodeType.Element)
                {
                    characters += xml.Depth > itemDepth ? xml.Value.Length : 0;
                    if (texts > 1 && characters > MaximumCharactersInPieces)
                    {
                        return string.Create(CultureInfo.InvariantCulture,
                            $"a text in several pieces can have at most {MaximumCharactersInPieces} characters, and one has more");
                    }

                    continue;
                }

                if (IsBinaryPart(xml))
                {
                    return BinaryProblem;
                }

                if (FindFarPlace(xml) is { } place)
                {
                    return $"a workbook ends at column XFD and row 1048576, but this one names '{place}'";
                }

                // The texts of one item, which is a shared text or the text of a cell, are read as one. An item inside it does not end it.
                if (xml.Depth <= itemDepth)
                {
                    (itemDepth, texts, characters) = (xml.LocalName is "si" or "is" ? xml.Depth : int.MaxValue, 0, 0);
                }
                else if (xml.LocalName == "t" && ++texts > MaximumTexts)
                {
                    return string.Create(
                        CultureInfo.InvariantCulture, $"at most {MaximumTexts} elements 't' of one text can be read, and there are more");
                }

                if (MaximumElements.TryGetValue(xml.LocalName, out var maximum)
                    && ++CollectionsMarshal.GetValueRefOrAddDefault(counts, xml.LocalName, out _) > maximum)
                {
                    return string.Create(
                        CultureInfo.InvariantCulture, $"at most {maximum} elements '{xml.LocalName}' can be read, and there are more");
                }
            }
        }
        catch (XmlException)
        {
            // An image or damaged XML. If it is a sheet, reading it fails in the same place.
        }

        return null;
    }

    private static bool IsBinaryPart(XmlReader xml) => xml.LocalName == "Relationship"
        && xml.GetAttribute("Target")?.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) == true
        && PartTypes.Any(type => xml.GetAttribute("Type")?.EndsWith(type, StringComparison.Ordinal) == true);

    private static string? FindFarPlace(XmlReader xml)
    {
        var place = xml.LocalName switch
        {
            "c" or "row" => xml.GetAttribute("r"),
            "dimension" or "mergeCell" => xml.GetAttribute("ref"),
            "col" => xml.GetAttribute("max"),
            _ => null,
        };
        return place is null || place.Split(':').All(each => IsWithin(each, xml.LocalName == "col")) ? null : Shorten(place);
    }

    /// <summary>Whether a place such as AB12, or the number of a row or a column, is within the limits.</summary>
    private static bool IsWithin(string place, bool isColumn)
    {
        var column = 0;
        var letters = 0;
        for (; letters < place.Length && char.IsAsciiLetter(place[letters]) && column <= MaximumColumns; letters++)
        {
            column = (26 * column) + char.ToUpperInvariant(place[letters]) - 'A' + 1;
        }

        var digits = place[letters..];
        return column <= MaximumColumns && (digits.Length == 0
            || (int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number <= (isColumn ? MaximumColumns : MaximumRows)));
    }

    private static string Shorten(string place) => place.Length <= 20 ? place : place[..20] + "...";
}
