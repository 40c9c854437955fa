using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearnML.Contracts;
using LearnML.Training.Tables.Inspection;

namespace LearnML.Training.Datasets.Tables;

/// <summary>
/// A table that is generated from a seed and stored as a CSV file, so it needs no download. It uses only basic arithmetic, so the
/// same seed gives the same bytes on every platform.
/// </summary>
/// <param name="folder">The folder of the file.</param>
public abstract class GeneratedTable(string folder) : IDatasetSource
{
    /// <inheritdoc/>
    public abstract DatasetSummary Summary { get; }

    /// <inheritdoc/>
    public async Task<Dataset> LoadAsync(CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(GenerateRows().Prepend(GetColumnNames()).Select(cells => string.Join(',', cells) + "\n")));
        var path = Path.Combine(folder, Summary.Name + ".csv");
        if (!File.Exists(path) || !(await File.ReadAllBytesAsync(path, cancellationToken)).SequenceEqual(content))
        {
            Directory.CreateDirectory(folder);
            var unfinished = Path.Combine(folder, $"{Guid.CreateVersion7()}.unfinished");
            try
            {
                await File.WriteAllBytesAsync(unfinished, content, cancellationToken);
                File.Move(unfinished, path, overwrite: true);
            }
            finally
            {
                File.Delete(unfinished);
            }
        }

        var profile = TableInspector.Inspect(path, Summary.Name, new InspectionOptions(), cancellationToken);
        return new TableDataset(Summary, Convert.ToHexStringLower(SHA256.HashData(content)), new TableFile(path, profile));
    }

    /// <summary>Returns the column names, the target last.</summary>
    protected abstract IEnumerable<string> GetColumnNames();

    /// <summary>Generates the cells of each row.</summary>
    protected abstract IEnumerable<IEnumerable<string>> GenerateRows();

    /// <summary>Formats a number for the file, with nine significant digits.</summary>
    protected static string FormatNumber(double number) => number.ToString("g9", CultureInfo.InvariantCulture);
}
