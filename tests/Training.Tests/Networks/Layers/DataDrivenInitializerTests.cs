using LearnML.Contracts;
using LearnML.Training.Networks;
using LearnML.Training.Networks.Layers;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Devices;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks.Layers;

public class DataDrivenInitializerTests
{
    private const int Rows = 200;

    [Fact]
    public void Units_have_deviation_1_and_are_0_among_the_rows()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var rows = randn([Rows, 4], generator: generator).mul(tensor(new[] { 1f, 10, 0.01f, 3 })).add(7);
        var (weight, bias) = (randn([30, 4], generator: generator), zeros(30));

        DataDrivenInitializer.Fit(weight, bias, rows, generator);

        var outputs = rows.mm(weight.t()).add(bias);
        Assert.All(outputs.std(0, unbiased: false).data<float>().ToArray(), deviation => Assert.Equal(1, deviation, 1e-4));
        Assert.True(outputs.amin(0).lt(0).all().item<bool>());
        Assert.True(outputs.amax(0).gt(0).all().item<bool>());

        // A mean of five of the rows is nearer to the middle than a single one: the deviation of such means is about 0.58.
        Assert.InRange(outputs.mean([0]).std(unbiased: false).item<float>(), 0.35, 0.8);
    }

    [Fact]
    public void Unit_that_is_the_same_for_all_rows_keeps_its_weights()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var (weight, bias) = (full(1, 2, 3f), zeros(1));

        DataDrivenInitializer.Fit(weight, bias, ones(Rows, 2), generator);

        Assert.Equal([3f, 3], weight.data<float>().ToArray());
        Assert.Equal(-6, bias.item<float>(), 1e-5);
    }

    // Each layer sees the rows as the layers before it give them, so every layer's units have a deviation of 1.
    [Fact]
    public void Layers_are_fitted_one_after_another()
    {
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(1, [0]);
        var initialization = new InitializationSpec { Kind = InitializationKind.DataDriven, Bias = new() { Kind = InitializationKind.Zeros } };
        var spec = new NetworkSpec { Hidden = [16, 8], Initialization = initialization };
        using var network = new BatchedNetwork(spec, [4], 3, TestDevice.Torch, random);
        using var generator = new Generator(5);
        var rows = randn([Rows, 4], generator: generator).mul(100).to(TestDevice.Torch);

        network.Initialize(rows);

        Assert.True(network.IsDataDriven);
        Assert.All(network.Forward(rows).std(0, unbiased: false).cpu().data<float>().ToArray(), deviation => Assert.Equal(1, deviation, 1e-4));
        Assert.All(network.StateDict(0).Where(named => named.Name.EndsWith("bias", StringComparison.Ordinal)),
            named => Assert.Equal(0, named.Tensor.abs().max().item<float>()));
    }
}
