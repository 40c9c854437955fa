using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Evaluation;

public class AnswersTests
{
    [Fact]
    public void Every_row_is_answered_in_order_with_dropout_off()
    {
        using var scope = NewDisposeScope();
        using var random = new RunRandom(0, CPU);
        using var network = NetworkBuilder.Build(new NetworkSpec { Hidden = [8], Dropout = [0.9] }, 4, 3, CPU, random);

        // More rows than one batch of answers.
        var pixels = randint(0, 256, [5000, 4], dtype: uint8, generator: random.OnCpu);
        var rows = new RowSet(pixels, zeros(5000, int64), arange(5000));

        var answers = Answers.Of(network, rows);

        using var off = no_grad();
        var parameters = network.parameters().ToArray();
        var units = (pixels.to(float32) / 255).mm(parameters[0].t()).add(parameters[1]).relu();
        var (probability, predicted) = units.mm(parameters[2].t()).add(parameters[3]).softmax(1).max(1);
        Assert.Equal(predicted.data<long>().ToArray(), answers.Predicted);
        Assert.All(probability.data<float>().ToArray().Zip(answers.Probability), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.NotEqual(1, answers.Predicted.Distinct().Count());
    }
}
