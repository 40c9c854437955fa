using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearnML.Contracts;
using LearnML.Training.Tables;

namespace LearnML.Training.Datasets;

/// <summary>
/// A table that is made from a seed and kept as a CSV file: it is there without a network. Only basic arithmetic is used, so the
/// same seed gives the same bytes everywhere.
/// </summary>
/// <param name="folder">Where the file is kept.</param>
public abstract class GeneratedTable(string folder) : IDatasetSource
{
    /// <inheritdoc/>
    public abstract DatasetSummary Summary { get; }

    /// <inheritdoc/>
    public async Task<Dataset> LoadAsync(CancellationToken cancellationToken)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Rows().Prepend(Header()).Select(cells => string.Join(',', cells) + "\n")));
        var path = Path.Combine(folder, Summary.Name + ".csv");
        if (!File.Exists(path) || !(await File.ReadAllBytesAsync(path, cancellationToken)).SequenceEqual(content))
        {
            Directory.CreateDirectory(folder);
            var unfinished = Path.Combine(folder, $"{Guid.CreateVersion7()}.unfinished");
            await File.WriteAllBytesAsync(unfinished, content, cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }

        var profile = TableInspector.Inspect(path, Summary.Name, new CsvOverrides(), new Dictionary<string, ColumnType>(), []);
        return new TableDataset(Summary, Convert.ToHexStringLower(SHA256.HashData(content)), new TableFile(path, profile));
    }

    /// <summary>The columns' names, the target last.</summary>
    protected abstract IEnumerable<string> Header();

    /// <summary>Each row's cells.</summary>
    protected abstract IEnumerable<IEnumerable<string>> Rows();

    /// <summary>A number as it stands in the file.</summary>
    protected static string Cell(double number) => number.ToString("g9", CultureInfo.InvariantCulture);
}
