using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Relations;

/// <summary>Looks at the columns of a table and at their relation to its target.</summary>
/// <param name="file">The table.</param>
/// <param name="target">The name of the target; null if there is none.</param>
public sealed class TableRelations(TableFile file, string? target)
{
    private const int Bins = 40;
    private const int MaximumCategories = 20;

    private readonly ColumnProfile? targetProfile = file.Profile.Columns.FirstOrDefault(column => column.Name == target);

    /// <summary>Returns about how many bytes a look at all columns takes.</summary>
    public long EstimateMemory() => TableSample.EstimateMemory(file.Profile.Columns.Count, file.Profile.Rows);

    /// <summary>Computes the association of every column with the target.</summary>
    /// <exception cref="InvalidOperationException">The table does not have the target.</exception>
    /// <exception cref="TableFormatException">The file is damaged.</exception>
    public TableAssociations ComputeAssociations(CancellationToken cancellationToken)
    {
        var profile = targetProfile ?? throw new InvalidOperationException("The table does not have the target.");
        ColumnProfile[] columns =
        [
            .. file.Profile.Columns.Where(column =>
                column != profile && !column.Excluded && column.Type is not (ColumnType.Identifier or ColumnType.Constant)),
        ];
        var sample = TableSample.Read(file, [profile, .. columns], cancellationToken);
        var computed = sample.Columns.Skip(1).Select(column => Association.Compute(column, sample.Columns[0], sample.UsedRows));
        return new TableAssociations(profile.Name, sample.Rows, sample.UsedRows, [.. computed.OrderByDescending(each => Math.Abs(each.Value ?? -1))]);
    }

    /// <summary>Returns a close look at a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TableFormatException">The file is damaged.</exception>
    public ColumnView View(ColumnProfile column, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(column);
        var isRelated = targetProfile is not null && targetProfile != column;
        var sample = TableSample.Read(file, isRelated ? [column, targetProfile!] : [column], cancellationToken);
        var sampled = sample.Columns[0];
        var view = new ColumnView
        {
            Column = column.Name,
            Type = column.Type,
            Rows = sample.Rows,
            UsedRows = sample.UsedRows,
            Histogram = sampled.IsNumeric ? CreateHistogram(sampled.Numbers) : null,
            Top = sampled.IsNumeric ? null : CountFrequent(sampled),
            MissingByRows = sampled.MissingBySlice,
        };
        return isRelated ? Relate(view, sampled, sample.Columns[1], sample.UsedRows) : view;
    }

    private static ColumnView Relate(ColumnView view, SampledColumn column, SampledColumn target, int rows)
    {
        var groups = new TargetGroups(column, target, rows);
        return view with
        {
            Target = target.Name,
            Association = Association.Compute(column, target, rows),
            Classes = groups.Classes,
            Groups = groups.Create(),
            Points = groups.ChoosePoints(),
        };
    }

    private static Histogram? CreateHistogram(IReadOnlyList<double> numbers)
    {
        double[] known = [.. numbers.Where(number => !double.IsNaN(number))];
        if (known.Length == 0)
        {
            return null;
        }

        var (from, to) = (known.Min(), known.Max());
        var counts = new int[from == to ? 1 : Bins];

        // Divides first because the range may overflow a double.
        var width = (to / counts.Length) - (from / counts.Length);
        foreach (var number in known)
        {
            counts[width > 0 ? (int)Math.Min(counts.Length - 1, (number - from) / width) : 0]++;
        }

        return new Histogram(ShortestNumber.Of(from), ShortestNumber.Of(to), counts);
    }

    private static IReadOnlyList<CategoryCount> CountFrequent(SampledColumn column)
    {
        var counts = column.Codes.Where(code => code >= 0).CountBy(code => code).ToDictionary();
        return [.. TargetGroups.Frequent(column, Enumerable.Range(0, column.Codes.Count), MaximumCategories)
            .Select(code => new CategoryCount(column.Categories[code], counts[code]))];
    }
}
