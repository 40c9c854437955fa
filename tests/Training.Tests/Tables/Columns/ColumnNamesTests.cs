using LearnML.Training.Tables.Columns;

namespace LearnML.Training.Tests.Tables.Columns;

public class ColumnNamesTests
{
    private static readonly ColumnNames Names = new(["a", "b", "Id", "weight", "price paid"]);

    [Theory]
    [InlineData("wieght", "weight")]
    [InlineData("WEIGHTS", "weight")]
    [InlineData("pricepaid", "price paid")]
    [InlineData("y", null)] // "a" shares no letter with it
    [InlineData("Yd", null)]
    [InlineData("colour", null)]
    public void Nearest_name_shares_most_letters(string name, string? nearest) => Assert.Equal(nearest, Names.FindNearest(name));
}
