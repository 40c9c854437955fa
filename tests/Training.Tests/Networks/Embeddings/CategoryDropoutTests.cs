using LearnML.Contracts;
using LearnML.Training.Networks.Embeddings;
using LearnML.Training.Networks.Layers;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks.Embeddings;

public class CategoryDropoutTests
{
    private const double NearlyAlways = 1 - 1e-12;

    // A number, two categories with a rare input, a number, and two categories without one. The last input of both columns is a missing value.
    private static readonly NetworkInputs Inputs = new(9)
    {
        Categories = [new CategoryInputs(1, 4, HasRare: true), new CategoryInputs(6, 3, HasRare: false)],
    };

    // A known category in both; a rare one, and a missing value; a missing value, and one that was never seen.
    private static readonly float[] Rows = [5, 1, 0, 0, 0, 6, 0, 1, 0, 5, 0, 0, 1, 0, 6, 0, 0, 1, 5, 0, 0, 0, 1, 6, 0, 0, 0];

    [Fact]
    public void Hidden_category_sets_the_rare_input_or_none_and_missing_values_stay()
    {
        Assert.Equal(
            [5, 0, 0, 1, 0, 6, 0, 0, 0, 5, 0, 0, 1, 0, 6, 0, 0, 1, 5, 0, 0, 0, 1, 6, 0, 0, 0],
            Forward(NearlyAlways, isTraining: true, [3], [Inputs], Rows));
    }

    [Fact]
    public void Nothing_is_hidden_in_predictions() => Assert.Equal(Rows, Forward(NearlyAlways, isTraining: false, [3], [Inputs], Rows));

    [Fact]
    public void Members_with_other_positions_hide_their_own_categories()
    {
        var other = new NetworkInputs(7) { Categories = [new CategoryInputs(0, 2, HasRare: false), new CategoryInputs(2, 3, HasRare: true)] };

        // The second member has one row, one row of padding, and two inputs of padding.
        Assert.Equal(
            [.. Rows[..18].Select((value, index) => index switch { 1 => 0, 3 => 1, 7 => 0, _ => value }),
                0, 0, 0, 1, 0, 8, 9, 0, 0, 1, 0, 1, 0, 0, 8, 9, 0, 0],
            Forward(NearlyAlways, isTraining: true, [2, 1], [Inputs, other],
                [.. Rows[..18], 1, 0, 1, 0, 0, 8, 9, 0, 0, 1, 0, 1, 0, 0, 8, 9, 0, 0]));
    }

    [Fact]
    public void Columns_are_hidden_with_the_given_probability_and_by_themselves()
    {
        const int Count = 4000;
        var output = Forward(0.3, isTraining: true, [Count], [Inputs], [.. Enumerable.Repeat(Rows[..9], Count).SelectMany(row => row)]);

        var hidden = output.Chunk(9).Select(row => (First: row[1] == 0, Second: row[7] == 0)).ToArray();

        Assert.Equal(0.3, hidden.Average(row => row.First ? 1.0 : 0), 0.03);
        Assert.Equal(0.3, hidden.Average(row => row.Second ? 1.0 : 0), 0.03);
        Assert.Equal(0.09, hidden.Average(row => row.First && row.Second ? 1.0 : 0), 0.02);
    }

    private static float[] Forward(double rate, bool isTraining, long[] rows, IReadOnlyList<NetworkInputs> inputs, float[] values)
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(7, Enumerable.Range(0, rows.Length));
        using var parameters = new BatchedParameters(rows.Length, 1, CPU, float32);
        var context = new LayerContext(random, parameters, Precision.Float32) { IsTraining = isTraining };
        rows.CopyTo(random.BatchRows, 0);
        var layer = new BatchedCategoryDropout(new PlannedCategoryDropout(9, 2, rate), inputs, context);
        return layer.Forward(tensor(values, rows.Length == 1 ? [rows[0], 9] : [rows.Length, rows.Max(), 9])).data<float>().ToArray();
    }
}
