using LearnML.Training.Fitting.Optimizers;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Optimizers;

public class AdamKernelTests
{
    // Lengths with and without a rest that does not fill a vector.
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(131)]
    public void One_pass_gives_the_same_as_operations_of_libtorch(int length)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var (values, gradient) = (randn(length, generator: generator), randn(length, generator: generator));
        var (mean, square) = (randn(length, generator: generator), rand(length, generator: generator));
        var actual = new[] { values, mean, square }.Select(tensor => tensor.data<float>().ToArray()).ToArray();

        for (var step = 0; step < 3; step++)
        {
            new AdamKernel(0.1f, 0.999f, 0.001f, 0.02f, 1e-8f).Step(actual[0], gradient.data<float>().ToArray(), actual[1], actual[2]);
            mean.lerp_(gradient, tensor(0.1f));
            square.mul_(0.999).addcmul_(gradient, gradient, 0.001);
            values.addcdiv_(mean, square.sqrt().add_(1e-8), -0.02);
        }

        foreach (var (expected, numbers) in new[] { values, mean, square }.Zip(actual))
        {
            Assert.All(expected.data<float>().ToArray().Zip(numbers),
                pair => Assert.Equal(pair.First, pair.Second, 1e-6f * Math.Max(1, Math.Abs(pair.First))));
        }
    }
}
