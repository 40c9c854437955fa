namespace LearnML.Contracts;

/// <summary>The kind of file that holds a table. It is recognized by the content, not by the name.</summary>
public enum TableFileKind
{
    /// <summary>Text with a delimiter: CSV, TSV and the like.</summary>
    Csv,

    /// <summary>Apache Parquet (https://parquet.apache.org/docs/file-format).</summary>
    Parquet,

    /// <summary>JSON Lines: an object on each line (https://jsonlines.org).</summary>
    JsonLines,

    /// <summary>A workbook of Excel 2007 or later (.xlsx).</summary>
    Excel,
}
