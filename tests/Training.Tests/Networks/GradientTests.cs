using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Networks;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks;

/// <summary>The gradients of single and batched networks match finite differences in float64.</summary>
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
        ["residual"] = Layers(new() { Linear = 4 },
            new() { Block = [new() { Linear = 4 }, new() { Activation = Activation.Silu }], Residual = true, Repeat = 2 }),
        ["batch"] = Layers(new() { Normalization = Normalization.Batch }, new() { Linear = 4 },
            new() { Normalization = Normalization.Batch }, new() { Activation = Activation.Tanh }),
        ["activations"] = Layers(new() { Activation = Activation.Sigmoid }, new() { Linear = 4 }, new() { Activation = Activation.Tanh },
            new() { Activation = Activation.Elu }, new() { Dropout = 0.3 }, new() { Activation = Activation.Relu },
            new() { Block = [new() { Activation = Activation.LeakyRelu }, new() { Linear = 4 }], Residual = true }),
        ["scale"] = Layers(new() { Scale = 3 }, new() { Linear = 4 }, new() { Activation = Activation.Tanh }, new() { Scale = 0.5 }),
        ["parametric"] = Layers(new() { Linear = 4 }, new() { Activation = Activation.Mish, Parametric = 3 },
            new() { Block = [new() { Linear = 4 }, new() { Activation = Activation.Selu, Parametric = 0.5 }], Residual = true }),
        ["copies"] = Layers(new() { Scale = 3 }, new() { Copies = 3 }, new() { Linear = 4 }, new() { Activation = Activation.Tanh }),
        ["copies, batch"] = Layers(new() { Copies = 2 }, new() { Linear = 4 }, new() { Normalization = Normalization.Batch },
            new() { Activation = Activation.Mish, Parametric = 0.5 }, new() { Dropout = 0.3 }),
        ["copies, linear"] = new() { Hidden = [], Copies = 4 },
        ["pbld"] = Embedding(PeriodicEmbeddingKind.Pbld),
        ["plr"] = Embedding(PeriodicEmbeddingKind.Plr),
        ["pbld, copies"] = Embedding(PeriodicEmbeddingKind.Pbld) with { Copies = 2 },
        ["categories"] = Categories(new() { MinimumCategories = 2, Outputs = 3 }),
        ["categories in two groups"] = Categories(new() { MinimumCategories = 1, Outputs = 1 }) with { InputScale = null },
        ["categories, pbld, copies"] = Embedding(PeriodicEmbeddingKind.Pbld) with
        {
            Copies = 2,
            CategoryEmbedding = new CategoryEmbeddingSpec { MinimumCategories = 2, Outputs = 2 },
        },
        ["categories, plr, hidden"] = Embedding(PeriodicEmbeddingKind.Plr) with
        {
            CategoryEmbedding = new CategoryEmbeddingSpec { MinimumCategories = 1, Outputs = 2 },
            CategoryDropout = 0.4,
        },
        ["layer"] = Layers(new() { Linear = 4 }, new() { Normalization = Normalization.Layer }, new() { Activation = Activation.Tanh }),
    };

    public static TheoryData<string, int> Cases => new(
        from name in Networks.Keys.Concat(Enum.GetNames<Activation>())
        from members in Enumerable.Range(1, 2)
        select (name, members));

    // The second member has one input less, and its second column has a single category.
    private static readonly NetworkInputs[] WithCategories =
    [
        new(8) { Columns = [1, 3, 1, 3], Numbers = [0, 4], Categories = [new(1, 3, HasRare: true), new(5, 3, HasRare: false)] },
        new(7) { Columns = [3, 1, 1, 2], Numbers = [3, 4], Categories = [new(0, 3, HasRare: false), new(5, 2, HasRare: false)] },
    ];

    // One group holds 16 columns. The second member embeds 17 of 18.
    private static readonly NetworkInputs[] WithManyCategories =
    [
        new(36) { Categories = [.. Enumerable.Range(0, 18).Select(column => new CategoryInputs(2 * column, 2, HasRare: false))] },
        new(35)
        {
            Columns = [1, .. Enumerable.Repeat(2, 17)],
            Categories = [new(0, 1, false), .. Enumerable.Range(0, 17).Select(column => new CategoryInputs(1 + (2 * column), 2, HasRare: false))],
        },
    ];

    // The numbers of the second member are other inputs, as in a fold with other categories.
    private static readonly int[][] NumberPositions = [[0, 2], [1, 3]];

    private static readonly NetworkSpec Hidden = new() { Hidden = [4], Activation = Activation.Tanh };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_match_differences(string name, int members) =>
        AssertGradients(Networks.TryGetValue(name, out var known) ? known : Hidden with { Activation = Enum.Parse<Activation>(name) },
            [.. Enumerable.Repeat((long)Rows, members)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_with_dropout_match_differences(int members) =>
        AssertGradients(Hidden with { Dropout = [0.4], InputDropout = 0.2 }, [.. Enumerable.Repeat((long)Rows, members)]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_of_squared_error_match_differences(int members) =>
        AssertGradients(Hidden, [.. Enumerable.Repeat((long)Rows, members)], LearningTask.Regression);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_with_label_smoothing_match_differences(int members) =>
        AssertGradients(Hidden, [.. Enumerable.Repeat((long)Rows, members)], labelSmoothing: 0.3);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradients_with_class_weights_match_differences(int members) =>
        AssertGradients(Hidden, [.. Enumerable.Repeat((long)Rows, members)], weights: [0.5, 2, 1]);

    // The second member has fewer rows in the batch. Its padding must not count.
    [Theory]
    [InlineData("batch")]
    [InlineData("layer")]
    [InlineData("residual")]
    [InlineData("scale")]
    [InlineData("parametric")]
    [InlineData("copies")]
    [InlineData("copies, batch")]
    [InlineData("copies, linear")]
    [InlineData("pbld")]
    [InlineData("plr")]
    [InlineData("pbld, copies")]
    [InlineData("categories")]
    [InlineData("categories in two groups")]
    [InlineData("categories, pbld, copies")]
    [InlineData("categories, plr, hidden")]
    public void Gradients_of_padded_batch_match_differences(string name) => AssertGradients(Networks[name], [Rows, Rows - 2]);

    private static void AssertGradients(NetworkSpec spec, long[] rows,
        LearningTask task = LearningTask.Classification, double labelSmoothing = 0, double[]? weights = null)
    {
        using var scope = NewDisposeScope();
        var (members, outputs) = (rows.Length, task == LearningTask.Classification ? Outputs : 1);
        using var random = new BatchedRandom(7, Enumerable.Range(0, members));
        NetworkInputs[] ofMembers = spec.CategoryEmbedding is not null
            ? (spec == Networks["categories in two groups"] ? WithManyCategories : WithCategories)[..members]
            : [.. NumberPositions[..members].Select(numbers => new NetworkInputs(Inputs) { Numbers = numbers })];
        var width = ofMembers[0].Width;
        using var network = new BatchedNetwork(spec, ofMembers, outputs, CPU, random, type: float64);
        rows.CopyTo(random.BatchRows, 0);
        network.Parameters.BeginTraining();
        network.IsTraining = true;
        using var generator = new Generator(3);
        var inputs = randn(members == 1 ? [Rows, width] : [members, Rows, width], float64, generator: generator);
        var targets = task == LearningTask.Classification
            ? randint(Outputs, [members * Rows], generator: generator) : randn([members * Rows], float64, generator: generator);
        var batch = new RowBatch(arange(members * Rows), Rows, rows);
        using var lossFunction = new LossFunction(task, weights is null
            ? null : tensor(Enumerable.Repeat(weights, members).SelectMany(each => each).ToArray(), [members, Outputs]), labelSmoothing);
        var parameters = network.Parameters.Trained.ToArray();
        var drawn = random.GeneratorStates;

        network.Backward(Loss().Gradient);

        Assert.NotEmpty(parameters);
        foreach (var parameter in parameters)
        {
            var expected = Slopes(parameter.Values);
            var actual = parameter.Gradient.flatten().data<double>().ToArray();
            for (var index = 0; index < expected.Length; index++)
            {
                Assert.True(Math.Abs(expected[index] - actual[index]) < 1e-6,
                    $"{parameter.Layer}[{index}]: {expected[index]}  by finite differences, {actual[index]} by backward");
            }
        }

        (Tensor Losses, Tensor Gradient) Loss()
        {
            random.GeneratorStates = drawn; // so that the same units are dropped each time
            return lossFunction.Compute(network.Forward(inputs), targets.repeat_interleave(network.Copies), batch.Repeat(network.Copies));
        }

        double[] Slopes(Tensor values)
        {
            var ofMember = (int)values.numel() / members;
            return [.. Enumerable.Range(0, (int)values.numel()).Select(index =>
            {
                var number = (members == 1 ? values : values[index / ofMember]).view(-1)[index % ofMember];
                var value = number.item<double>();
                var slope = (At(value + Step) - At(value - Step)) / (2 * Step);
                At(value);
                return slope;

                double At(double changed)
                {
                    number.fill_(changed);
                    return Loss().Losses.sum().item<double>();
                }
            })];
        }
    }

    private static NetworkSpec Categories(CategoryEmbeddingSpec spec) => new()
    {
        Hidden = [4],
        Activation = Activation.Tanh,
        InputScale = 2,
        CategoryEmbedding = spec,
    };

    private static NetworkSpec Embedding(PeriodicEmbeddingKind kind) => new()
    {
        Hidden = [4],
        Activation = Activation.Tanh,
        InputScale = 2,
        PeriodicEmbedding = new PeriodicEmbeddingSpec { Kind = kind, Frequencies = 3, Outputs = 2, Std = 0.5 },
    };

    private static NetworkSpec Layers(params LayerSpec[] layers) => new() { Layers = layers };
}
