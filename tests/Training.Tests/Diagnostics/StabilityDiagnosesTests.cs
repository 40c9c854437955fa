using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Diagnostics;
using LearnML.Training.Evaluation;
using LearnML.Training.Tests.Datasets;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Diagnostics;

/// <summary>The report names deep networks that cannot learn, with the layer.</summary>
public class StabilityDiagnosesTests
{
    private static readonly JobSpec Deep = Specs.Small.Hidden(64, 64, 64, 64, 64).Epochs(2);

    [Fact]
    public void Deep_sigmoid_network_with_small_weights_has_vanishing_gradients()
    {
        var diagnosis = AssertSingle("vanishingGradients", Deep.Activation(Activation.Sigmoid).Initialization(InitializationKind.Normal, 0.01));

        Assert.Equal(("0", 1), (diagnosis.Layer, diagnosis.Epoch));
        Assert.Contains("layer 0", diagnosis.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Relu_network_with_large_weights_has_exploding_gradients()
    {
        var spec = Deep.Initialization(InitializationKind.Normal, 1);

        var diagnosis = AssertSingle("explodingGradients", spec with { Optimizer = new OptimizerSpec { LearningRate = 1e-3, ClipNorm = 1 } });

        Assert.Equal(1, diagnosis.Epoch);
        Assert.Contains($"layer {diagnosis.Layer}", diagnosis.Message, StringComparison.Ordinal);
    }

    // Tanh bounds the activations, so only the gradients grow.
    [Fact]
    public void Tanh_network_with_large_weights_has_exploding_gradients()
    {
        var spec = Specs.Small.Hidden([.. Enumerable.Repeat(128, 20)])
            .Activation(Activation.Tanh).Initialization(InitializationKind.Normal, 0.3).Epochs(1).LearningRate(1e-4);

        var diagnosis = AssertSingle("explodingGradients", spec);

        Assert.Equal(("0", 1), (diagnosis.Layer, diagnosis.Epoch));
        Assert.Contains("gradients grow in the backward pass", diagnosis.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Very_deep_network_with_batch_normalization_has_exploding_gradients()
    {
        var spec = Specs.Small.Hidden([.. Enumerable.Repeat(64, 30)]).Initialization(InitializationKind.KaimingNormal).Epochs(1).LearningRate(1e-4);

        var diagnosis = AssertSingle("explodingGradients", spec with { Network = spec.Network with { Normalization = Normalization.Batch } });

        Assert.Contains("gradients grow in the backward pass", diagnosis.Message, StringComparison.Ordinal);
    }

    // The loss becomes NaN in the first epoch, so the diagnosis is about the initial network.
    [Fact]
    public void Network_that_diverges_in_first_epoch_has_exploding_gradients()
    {
        using var run = new SmallRun { Spec = Deep.Initialization(InitializationKind.Normal, 1).LearningRate(1) };

        var exception = Assert.Throws<DivergedException>(run.Execute);

        Assert.Empty(run.Observer.Epochs);
        Assert.Equal(["divergence", "explodingGradients"], exception.Report!.Diagnosis.Select(diagnosis => diagnosis.Kind));
        Assert.Equal(("6", 1), (exception.Report.Diagnosis[1].Layer, exception.Report.Diagnosis[1].Epoch));
    }

    [Fact]
    public void Network_that_diverges_by_learning_rate_has_no_exploding_gradients()
    {
        using var run = new SmallRun { Spec = Deep.Initialization(InitializationKind.KaimingNormal).LearningRate(1e30) };

        var exception = Assert.Throws<DivergedException>(run.Execute);

        Assert.Empty(run.Observer.Epochs);
        Assert.Equal(["divergence"], exception.Report!.Diagnosis.Select(diagnosis => diagnosis.Kind));
    }

    [Theory]
    [InlineData(1e-6, 1e-2, 1, 1, 3, "vanishingGradients")]
    [InlineData(1e-4, 1e-2, 1, 1, 3, null)] // a ratio of 1/100 still learns
    [InlineData(5, 1e5, 1, 1, 3, null)] // large enough to learn, whatever the norm at the output
    [InlineData(200, 1, 1, 1, 1, "explodingGradients")]
    [InlineData(50, 1, 1, 1, 3, null)]
    [InlineData(1, 1, 1, 2000, 3, "explodingGradients")]
    [InlineData(1, 1, 1, 500, 3, null)]
    [InlineData(1, 1, 1, 2000, 1, null)] // it learns: the target is large
    [InlineData(1, 1, 0, 500, 3, null)] // the first layer is dead, so there is no ratio
    [InlineData(1, 1, 0, 2000, 3, "explodingGradients")]
    public void Diagnosis_depends_on_gradient_norms_and_output_layer(
        double hidden, double output, double first, double second, double loss, string? kind)
    {
        LayerMetrics[] layers = [new("0", hidden, 1, 0, first, 0), new("2", hidden, 1, 0, second, 0), new("4", output, 1, 0, 1, 0)];
        var epoch = new EpochScores(null, 1, 0, new Metrics { Loss = loss }, new Metrics { Loss = loss }, 0.1, 1, layers);

        Assert.Equal(kind is null ? [] : [kind], StabilityDiagnoses.Diagnose([epoch], baselineLoss: 2).Select(diagnosis => diagnosis.Kind));
    }

    // Inputs of very different sizes and a target near 180,000 give gradients of 1e5 and activations that grow 1000 times. The network learns.
    [Theory]
    [InlineData(64)]
    [InlineData(64, 64)]
    public async Task Network_on_raw_house_prices_has_healthy_gradients(params int[] hidden)
    {
        Assert.SkipUnless(RealDatasets.Available, RealDatasets.Missing);
        using var http = new HttpClient();
        var houses = (TableDataset)await new KaggleHouse(RealDatasets.Folder, http, _ => { }).LoadAsync(TestContext.Current.CancellationToken);
        var spec = Specs.Small.Hidden(hidden).Adam(rate: 0.3, weightDecay: 0).BatchSize(64).Epochs(3) with
        {
            Dataset = "kaggle-house",
            Target = "SalePrice",
            Preprocessing = new PreprocessingSpec { Target = TargetTransform.None },
        };
        using var run = new SmallRun { Spec = spec, Table = houses };

        Assert.DoesNotContain(run.Execute().Report.Diagnosis, diagnosis => diagnosis.Kind is "vanishingGradients" or "explodingGradients");
    }

    [Theory]
    [InlineData(Activation.Relu, InitializationKind.KaimingNormal)]
    [InlineData(Activation.Relu, InitializationKind.KaimingUniform)]
    [InlineData(Activation.Tanh, InitializationKind.XavierUniform)]
    [InlineData(Activation.Tanh, InitializationKind.XavierNormal)]
    [InlineData(Activation.Sigmoid, InitializationKind.XavierUniform)]
    public void Weights_scaled_by_width_are_healthy(Activation activation, InitializationKind kind) => Assert.DoesNotContain(
        Diagnose(Deep.Activation(activation).Initialization(kind)),
        diagnosis => diagnosis.Kind is "vanishingGradients" or "explodingGradients" or "deadUnits");

    [Fact]
    public void Units_that_are_negative_for_all_rows_are_dead()
    {
        var spec = Specs.Small with
        {
            Network = new NetworkSpec
            {
                Layers =
                [
                    new()
                    {
                        Linear = 16,
                        Initialization = new InitializationSpec
                        {
                            Bias = new InitializationSpec { Kind = InitializationKind.Constant, Value = -100 },
                        },
                    },
                    new() { Activation = Activation.Relu },
                ],
            },
        };

        var diagnosis = AssertSingle("deadUnits", spec);

        Assert.Equal(("0", 3), (diagnosis.Layer, diagnosis.Epoch));
        Assert.Contains("100", diagnosis.Message, StringComparison.Ordinal);
    }

    private static Diagnosis AssertSingle(string kind, JobSpec spec) => Assert.Single(Diagnose(spec), diagnosis => diagnosis.Kind == kind);

    private static IReadOnlyList<Diagnosis> Diagnose(JobSpec spec)
    {
        using var run = new SmallRun { Spec = spec };
        return run.Execute().Report.Diagnosis;
    }
}
