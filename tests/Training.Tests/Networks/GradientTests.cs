using LearnML.Contracts;
using LearnML.Training.Fitting;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks;

/// <summary>The gradients of whole networks, alone and in stacks, against finite differences in float64.</summary>
public class GradientTests
{
    private const double Step = 1e-6;
    private const int Rows = 5;
    private const int Inputs = 4;
    private const int Outputs = 3;

    private static readonly Dictionary<string, NetworkSpec> Networks = new()
    {
        ["linear"] = new() { Hidden = [] },
        ["shared"] = Layers(new() { Linear = 4, Share = "a" }, new() { Activation = Activation.Tanh }, new() { Linear = 4, Share = "a" }),
        ["frozen"] = Layers(new() { Linear = 4 }, new() { Activation = Activation.Tanh }, new() { Linear = 4, Frozen = true }),
        ["residual"] = Layers(new() { Linear = 4 }, new() { Block = [new() { Linear = 4 }, new() { Activation = Activation.Silu }], Residual = true, Repeat = 2 }),
        ["batch"] = Layers(new() { Normalization = Normalization.Batch }, new() { Linear = 4 }, new() { Normalization = Normalization.Batch }, new() { Activation = Activation.Tanh }),
        ["layer"] = Layers(new() { Linear = 4 }, new() { Normalization = Normalization.Layer }, new() { Activation = Activation.Tanh }),
    };

    public static TheoryData<string, int> Cases => new(
        from name in Networks.Keys.Concat(Enum.GetNames<Activation>())
        from members in Enumerable.Range(1, 2)
        select (name, members));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_gives_the_slopes(string name, int members)
    {
        using var scope = NewDisposeScope();
        var spec = Networks.TryGetValue(name, out var known) ? known : new NetworkSpec { Hidden = [4], Activation = Enum.Parse<Activation>(name) };
        using var random = new StackRandom(7, Enumerable.Range(0, members), CPU);
        using var stack = new Stack(spec, [.. Enumerable.Repeat(Inputs, members)], Outputs, CPU, random);
        Array.Fill(random.BatchRows, Rows);
        foreach (var trained in stack.Parameters.All)
        {
            trained.Parameter.grad = null;
        }

        stack.Network.to(float64);
        using var generator = new Generator(3);
        var inputs = randn(members == 1 ? [Rows, Inputs] : [members, Rows, Inputs], float64, generator: generator);
        var targets = randint(Outputs, [members * Rows], generator: generator);
        var batch = new RowBatch(arange(members * Rows), Rows, [.. Enumerable.Repeat((long)Rows, members)]);
        using var objective = new Objective(LearningTask.Classification);
        var parameters = stack.Network.named_parameters().Where(parameter => parameter.parameter.requires_grad).ToArray();
        using var on = enable_grad();

        Loss().backward();

        Assert.NotEmpty(parameters);
        foreach (var (path, parameter) in parameters)
        {
            var expected = Slopes(parameter);
            var actual = parameter.grad!.flatten().data<double>().ToArray();
            for (var index = 0; index < expected.Length; index++)
            {
                Assert.True(Math.Abs(expected[index] - actual[index]) < 1e-6, $"{path}[{index}]: {expected[index]} by differences, {actual[index]} by backward");
            }
        }

        Tensor Loss() => objective.Loss(stack.Network.call(inputs), targets, batch).sum();

        double[] Slopes(Tensor parameter)
        {
            using var off = no_grad();
            var flat = parameter.view(-1);
            return [.. Enumerable.Range(0, (int)flat.numel()).Select(index =>
            {
                var value = flat[index].item<double>();
                var slope = (At(value + Step) - At(value - Step)) / (2 * Step);
                At(value);
                return slope;

                double At(double changed)
                {
                    flat[index].fill_(changed);
                    return Loss().item<double>();
                }
            })];
        }
    }

    private static NetworkSpec Layers(params LayerSpec[] layers) => new() { Layers = layers };
}
