using System.Globalization;
using System.Text;

namespace LearnML.Api.Tests.Datasets;

/// <summary>A generated table of flowers. The columns kind and price depend on the others.</summary>
internal static class FlowersTable
{
    public const int RowCount = 120;

    /// <summary>The columns are an identifier, two numbers (one with missing values), a colour, a garden, the kind and the price.</summary>
    public static string Csv { get; } = CreateCsv();

    private static string CreateCsv()
    {
        var text = new StringBuilder("id,petal,sepal,colour,garden,kind,price\n");
        for (var row = 0; row < RowCount; row++)
        {
            var (petal, sepal) = ((row * 37 % 100) / 10.0, (row * 53 % 90) / 10.0);
            var colour = row % 3 == 0 ? "red" : row % 3 == 1 ? "white" : "blue";
            var kind = petal > 5 ? "rose" : "daisy";
            var price = 10 + (3 * petal) + sepal + (colour == "red" ? 5 : 0);
            text.Append(CultureInfo.InvariantCulture,
                $"F{row:d3},{petal},{(row % 11 == 0 ? "NA" : sepal.ToString(CultureInfo.InvariantCulture))},{colour},g{row % 8},{kind},{price}\n");
        }

        return text.ToString();
    }
}
