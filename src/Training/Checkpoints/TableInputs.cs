using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Checkpoints;

/// <summary>The encoded columns of a table as the inputs of a network.</summary>
internal static class TableInputs
{
    /// <summary>Returns the inputs that a fitted preprocessing creates.</summary>
    public static NetworkInputs Create(TablePreprocessing table)
    {
        var (numbers, categories, start) = (new List<int>(), new List<CategoryInputs>(), 0);
        foreach (var column in table.Columns)
        {
            if (column.Number is not null)
            {
                // Its indicator of missing values and its bins follow.
                numbers.Add(start);
            }
            else if (column.Category is { } category)
            {
                categories.Add(new CategoryInputs(start, column.Width, HasRare: category.Rare.Count > 0));
            }

            start += column.Width;
        }

        return new NetworkInputs(start)
        {
            Columns = [.. table.Columns.Select(column => column.Width)],
            Numbers = numbers,
            Categories = categories,
        };
    }
}
