using System.Text;
using Sylvan.Data.Csv;

namespace LearnML.Benchmarks.Quality;

/// <summary>
/// The rows of a CSV file in five folds, each as a file of training rows and a file of test rows. The target is the last column. Rows with equal
/// inputs stay in one fold, and each class is spread evenly over the folds.
/// </summary>
internal sealed class OuterFolds
{
    /// <summary>The number of folds.</summary>
    public const int Count = 5;

    private const int MaximumTextClasses = 2;

    private readonly string[] header;
    private readonly string[][] rows;

    /// <param name="file">The CSV file.</param>
    /// <param name="leftOut">The name of a column to leave out; null for none.</param>
    public OuterFolds(Stream file, string? leftOut = null)
    {
        using var reader = CsvDataReader.Create(new StreamReader(file), new CsvDataReaderOptions { OwnsReader = true });
        int[] columns = [.. Enumerable.Range(0, reader.FieldCount).Where(column => reader.GetName(column) != leftOut)];
        header = Array.ConvertAll(columns, reader.GetName);
        var all = new List<string[]>();
        while (reader.Read())
        {
            all.Add(Array.ConvertAll(columns, reader.GetString));
        }

        rows = [.. all];
        var targets = rows.Select(row => row[^1]).ToHashSet();
        IsClassification = targets.Count <= MaximumTextClasses || targets.Any(target => !double.TryParse(target, out _));
    }

    /// <summary>Whether the target has classes: two values, or texts.</summary>
    public bool IsClassification { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => rows.Length;

    /// <summary>The name of the target column.</summary>
    public string Target => header[^1];

    /// <summary>Writes the training rows and the test rows of each fold to a folder, and returns the paths.</summary>
    public IEnumerable<(string Train, string Test)> Write(string folder, int seed)
    {
        var folds = Assign(new Random(seed));
        for (var fold = 0; fold < Count; fold++)
        {
            var (train, test) = (Path.Combine(folder, "train.csv"), Path.Combine(folder, "test.csv"));
            File.WriteAllLines(train, Lines(rows.Where((_, row) => folds[row] != fold)));
            File.WriteAllLines(test, Lines(rows.Where((_, row) => folds[row] == fold)));
            yield return (train, test);
        }
    }

    private int[] Assign(Random random)
    {
        var groups = rows.Index().GroupBy(row => string.Join('\0', row.Item[..^1])).Select(group => group.ToArray()).ToArray();
        random.Shuffle(groups);
        var folds = new int[rows.Length];
        foreach (var (place, group) in groups.OrderBy(group => IsClassification ? group[0].Item[^1] : "", StringComparer.Ordinal).Index())
        {
            foreach (var (row, _) in group)
            {
                folds[row] = place % Count;
            }
        }

        return folds;
    }

    private IEnumerable<string> Lines(IEnumerable<string[]> part) => part.Prepend(header).Select(Line);

    private static string Line(string[] fields) => new StringBuilder().AppendJoin(',', fields.Select(Quote)).ToString();

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
