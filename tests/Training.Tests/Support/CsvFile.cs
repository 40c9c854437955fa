using System.Text;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Inspection;
using LearnML.Training.Tables.Reading;

namespace LearnML.Training.Tests.Support;

/// <summary>A temporary CSV file.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public CsvFile(string content, Encoding? encoding = null)
    {
        Path = folder["table.csv"];
        File.WriteAllBytes(Path, (encoding ?? new UTF8Encoding(false)) is var chosen ? [.. chosen.Preamble, .. chosen.GetBytes(content)] : []);
    }

    public string Path { get; }

    public TableProfile Inspect(DatasetPatch? settings = null) =>
        TableInspector.Inspect(Path, "table.csv", new InspectionOptions { Settings = settings ?? new DatasetPatch() });

    /// <summary>Reads all columns that can be trained on, with the file's own profile.</summary>
    public Table Read(DatasetPatch? settings = null)
    {
        var profile = Inspect(settings);
        var schema = new TableFile(Path, profile).Schema;
        return TableReader.ReadAll(Path, schema, schema.Columns, profile.Rows);
    }

    public void Dispose() => folder.Dispose();
}
