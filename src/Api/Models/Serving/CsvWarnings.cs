using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Models.Serving;

/// <summary>
/// Describes the warnings of each row of a CSV file. The first warnings about each column are spelled out. Later ones are only counted, because a
/// row of a few bytes can have warnings that are a thousand times longer.
/// </summary>
internal sealed class CsvWarnings
{
    private const int MaximumPerRow = FieldErrors.MaximumListed;
    private const int MaximumPerColumn = 20;
    private const int MaximumPerFile = 2_000;
    private const int MaximumTextLength = 200;

    private readonly Dictionary<string, int> countByColumn = new(StringComparer.Ordinal);
    private int count;

    /// <summary>Describes the columns that the file lacks, once for all rows: a small file can lack thousands of columns in each row.</summary>
    public static IEnumerable<string> DescribeMissing(IReadOnlyList<string> columns) => columns switch
    {
        [] => [],
        [var single] => [$"{single}: the file does not have this column"],
        _ => ["the file does not have the columns "
            + string.Join(", ", columns.Take(MaximumPerRow).Select(Shorten))
            + (columns.Count > MaximumPerRow ? $" and {Format(columns.Count - MaximumPerRow)} more" : "")],
    };

    /// <summary>Describes the warnings of one row.</summary>
    public IEnumerable<string> Describe(IEnumerable<CellProblem> problems)
    {
        var (listed, others) = (0, 0);
        foreach (var problem in problems)
        {
            var ofColumn = countByColumn.GetValueOrDefault(problem.Column);
            if (listed == MaximumPerRow || ofColumn == MaximumPerColumn || count == MaximumPerFile)
            {
                others++;
                continue;
            }

            countByColumn[problem.Column] = ofColumn + 1;
            (count, listed) = (count + 1, listed + 1);
            yield return $"{Shorten(problem.Column)}: {Shorten(problem.Reason)}";
        }

        if (others > 0)
        {
            yield return listed > 0 ? $"and {Format(others)} more"
                : others == 1 ? "1 value cannot be used"
                : $"{Format(others)} values cannot be used";
        }
    }

    private static string Shorten(string text) => text.Length <= MaximumTextLength ? text : text[..MaximumTextLength] + "...";

    private static string Format(int number) => number.ToString("n0", CultureInfo.InvariantCulture);
}
