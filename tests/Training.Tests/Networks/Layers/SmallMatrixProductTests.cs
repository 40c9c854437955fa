using LearnML.Training.Networks.Layers;

namespace LearnML.Training.Tests.Networks.Layers;

public class SmallMatrixProductTests
{
    // Whole blocks; remainders of rows, outputs and inputs; and all of them together.
    [Theory]
    [InlineData(1, 784, 256)]
    [InlineData(4, 64, 8)]
    [InlineData(8, 784, 10)]
    [InlineData(5, 31, 7)]
    [InlineData(7, 16, 3)]
    [InlineData(3, 1, 1)]
    [InlineData(32, 17, 33)]
    public void Product_matches_formula(int rows, int inputs, int outputs)
    {
        var random = new Random(rows + inputs + outputs);
        var (x, weights, bias) = (Draw(rows * inputs), Draw(outputs * inputs), Draw(outputs));
        var y = new float[rows * outputs];

        SmallMatrixProduct.Compute(x, weights, bias, y);

        for (var row = 0; row < rows; row++)
        {
            for (var output = 0; output < outputs; output++)
            {
                double expected = bias[output];
                for (var input = 0; input < inputs; input++)
                {
                    expected += (double)x[(row * inputs) + input] * weights[(output * inputs) + input];
                }

                Assert.Equal(expected, y[(row * outputs) + output], 1e-5 * Math.Sqrt(inputs));
            }
        }

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}
