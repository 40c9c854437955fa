using LearnML.Training.Randomness;
using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Tests.Tables.Columns;

public class EqualRowsTests
{
    [Fact]
    public void Rows_are_equal_if_every_column_is_missing_included()
    {
        Column[] columns =
        [
            new NumberColumn("x", [1, 1, float.NaN, -float.NaN, 0, -0f, 1, 1]),
            new CategoryColumn("c", [0, 0, CategoryColumn.Missing, CategoryColumn.Missing, 1, 1, 0, 1], ["a", "b"]),
            new DateColumn("d", [5, 5, DateColumn.Missing, DateColumn.Missing, 7, 7, 6, 5]),
        ];

        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 4], EqualRows.Find(columns, [0, 1, 2, 3, 4, 5, 6, 7]));
        Assert.Equal([0, 1, 1], EqualRows.Find(columns, [7, 4, 5]));
    }

    [Fact]
    public void Many_random_rows_are_the_same_as_compared_as_texts()
    {
        var random = new SplitMix64(3);
        var (numbers, codes) = (new float[20_000], new int[20_000]);
        for (var row = 0; row < numbers.Length; row++)
        {
            (numbers[row], codes[row]) = (random.NextInt32(200) / 7f, random.NextInt32(100));
        }

        var known = new Dictionary<string, int>();
        var expected = numbers.Select((number, row) =>
        {
            known.TryAdd($"{number:r} {codes[row]}", known.Count);
            return known[$"{number:r} {codes[row]}"];
        }).ToArray();

        var actual = EqualRows.Find(
            [new NumberColumn("x", numbers), new CategoryColumn("c", codes, [])], [.. Enumerable.Range(0, 20_000).Select(row => (long)row)]);

        Assert.Equal(expected, actual);
        Assert.InRange(known.Count, 10_000, 15_000);
    }
}
