using LearnML.Contracts;

namespace LearnML.Training.Relations;

/// <summary>Measures how strongly two columns are associated, in the rows that have a value in both.</summary>
internal static class Association
{
    /// <summary>Returns the association of a column with the target.</summary>
    public static ColumnAssociation Compute(SampledColumn column, SampledColumn target, int rows)
    {
        int[] both = [.. Enumerable.Range(0, rows).Where(row => !column.IsMissing(row) && !target.IsMissing(row))];
        var (measure, value) = (column.IsNumeric, target.IsNumeric) switch
        {
            (true, true) => (AssociationMeasure.Spearman, Spearman(NumbersOf(column, both), NumbersOf(target, both))),
            (true, false) => (AssociationMeasure.CorrelationRatio, CorrelationRatio(NumbersOf(column, both), CodesOf(target, both))),
            (false, true) => (AssociationMeasure.CorrelationRatio, CorrelationRatio(NumbersOf(target, both), CodesOf(column, both))),
            (false, false) => (AssociationMeasure.CramersV, CramersV(CodesOf(column, both), CodesOf(target, both))),
        };
        return new ColumnAssociation(column.Name, measure, double.IsFinite(value) ? value : null, both.Length);
    }

    /// <summary>The correlation of the ranks. Equal numbers share their mean rank. NaN if all numbers of a column are equal.</summary>
    public static double Spearman(double[] first, double[] second)
    {
        var (x, y) = (Ranks(first), Ranks(second));
        var mean = (x.Length + 1) / 2.0;
        double covariance = 0, ofFirst = 0, ofSecond = 0;
        for (var row = 0; row < x.Length; row++)
        {
            covariance += (x[row] - mean) * (y[row] - mean);
            ofFirst += (x[row] - mean) * (x[row] - mean);
            ofSecond += (y[row] - mean) * (y[row] - mean);
        }

        return covariance / Math.Sqrt(ofFirst * ofSecond);
    }

    /// <summary>
    /// The square root of epsilon squared: 1 - (1 - eta squared) (n - 1) / (n - k), where eta squared is the share of the variance between k groups.
    /// 0 if the correction gives less. NaN without variance, with one group, or with as many groups as numbers.
    /// </summary>
    public static double CorrelationRatio(double[] numbers, int[] groups)
    {
        if (numbers.Length == 0)
        {
            return double.NaN;
        }

        var mean = numbers.Average();
        var (sums, counts) = (new Dictionary<int, double>(), new Dictionary<int, int>());
        var total = 0.0;
        foreach (var (row, number) in numbers.Index())
        {
            sums[groups[row]] = sums.GetValueOrDefault(groups[row]) + (number - mean);
            counts[groups[row]] = counts.GetValueOrDefault(groups[row]) + 1;
            total += (number - mean) * (number - mean);
        }

        if (counts.Count < 2 || counts.Count == numbers.Length)
        {
            return double.NaN;
        }

        var between = counts.Sum(group => sums[group.Key] * sums[group.Key] / group.Value);
        var corrected = 1 - ((1 - (between / total)) * (numbers.Length - 1) / (numbers.Length - counts.Count));
        return Math.Sqrt(Math.Max(0, corrected));
    }

    /// <summary>Cramér's V with Bergsma's correction. NaN if a column has a single category.</summary>
    public static double CramersV(int[] first, int[] second)
    {
        var (rows, columns) = (CountsOf(first), CountsOf(second));
        if (rows.Count < 2 || columns.Count < 2)
        {
            return double.NaN;
        }

        var count = (double)first.Length;
        var cells = new Dictionary<(int, int), int>();
        foreach (var (row, category) in first.Index())
        {
            cells[(category, second[row])] = cells.GetValueOrDefault((category, second[row])) + 1;
        }

        // Chi squared / n. A cell without rows adds nothing to this form of the sum.
        var phiSquared = cells.Sum(cell => cell.Value * (double)cell.Value / ((double)rows[cell.Key.Item1] * columns[cell.Key.Item2])) - 1;
        var corrected = Math.Max(0, phiSquared - ((rows.Count - 1) * (columns.Count - 1) / (count - 1)));
        return Math.Sqrt(corrected / (Math.Min(Corrected(rows.Count), Corrected(columns.Count)) - 1));

        double Corrected(int categories) => categories - ((categories - 1) * (categories - 1) / (count - 1));
    }

    private static double[] NumbersOf(SampledColumn column, int[] rows) => Array.ConvertAll(rows, row => column.Numbers[row]);

    private static int[] CodesOf(SampledColumn column, int[] rows) => Array.ConvertAll(rows, row => column.Codes[row]);

    private static Dictionary<int, int> CountsOf(int[] codes) => codes.CountBy(code => code).ToDictionary();

    private static double[] Ranks(double[] numbers)
    {
        var (sorted, rows, ranks) = ((double[])numbers.Clone(), Enumerable.Range(0, numbers.Length).ToArray(), new double[numbers.Length]);
        Array.Sort(sorted, rows);
        for (var start = 0; start < sorted.Length;)
        {
            var end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start])
            {
                end++;
            }

            foreach (var row in rows.AsSpan(start, end - start))
            {
                ranks[row] = (start + end + 1) / 2.0;
            }

            start = end;
        }

        return ranks;
    }
}
