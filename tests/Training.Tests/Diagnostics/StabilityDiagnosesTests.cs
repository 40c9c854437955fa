using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Diagnostics;
using LearnML.Training.Evaluation;
using LearnML.Training.Tests.Datasets;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Diagnostics;

/// <summary>Deep networks that cannot learn are named in the report, with the layer, and those that can are not.</summary>
public class StabilityDiagnosesTests
{
    private static readonly JobSpec Deep = Specs.Small.Hidden(64, 64, 64, 64, 64).Epochs(2);

    [Fact]
    public void A_deep_sigmoid_network_with_small_weights_has_vanishing_gradients()
    {
        var diagnosis = AssertSingle("vanishingGradients", Deep.Activation(Activation.Sigmoid).Initialization(InitializationKind.Normal, 0.01));

        Assert.Equal(("0", 1), (diagnosis.Layer, diagnosis.Epoch));
        Assert.Contains("layer 0", diagnosis.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relu_network_with_large_weights_has_exploding_ones()
    {
        var spec = Deep.Initialization(InitializationKind.Normal, 1);

        var diagnosis = AssertSingle("explodingGradients", spec with { Optimizer = new OptimizerSpec { LearningRate = 1e-3, ClipNorm = 1 } });

        Assert.Equal(1, diagnosis.Epoch);
        Assert.Contains($"layer {diagnosis.Layer}", diagnosis.Message, StringComparison.Ordinal);
    }

    // Tanh keeps the activations below 1: only the gradients grow.
    [Fact]
    public void A_tanh_network_with_large_weights_has_exploding_ones_though_its_activations_are_bounded()
    {
        var spec = Specs.Small.Hidden([.. Enumerable.Repeat(128, 20)])
            .Activation(Activation.Tanh).Initialization(InitializationKind.Normal, 0.3).Epochs(1).LearningRate(1e-4);

        var diagnosis = AssertSingle("explodingGradients", spec);

        Assert.Equal(("0", 1), (diagnosis.Layer, diagnosis.Epoch));
        Assert.Contains("gradients grow in the backward pass", diagnosis.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void So_has_a_very_deep_one_with_batch_normalization()
    {
        var spec = Specs.Small.Hidden([.. Enumerable.Repeat(64, 30)]).Initialization(InitializationKind.KaimingNormal).Epochs(1).LearningRate(1e-4);

        var diagnosis = AssertSingle("explodingGradients", spec with { Network = spec.Network with { Normalization = Normalization.Batch } });

        Assert.Contains("gradients grow in the backward pass", diagnosis.Message, StringComparison.Ordinal);
    }

    // It leaves the numbers in its first epoch: what it shows is what it began with.
    [Fact]
    public void So_has_one_that_diverges_before_an_epoch_can_be_measured()
    {
        using var run = new SmallRun { Spec = Deep.Initialization(InitializationKind.Normal, 1).LearningRate(1) };

        var exception = Assert.Throws<DivergedException>(run.Execute);

        Assert.Empty(run.Observer.Epochs);
        Assert.Equal(["divergence", "explodingGradients"], exception.Report!.Diagnosis.Select(diagnosis => diagnosis.Kind));
        Assert.Equal(("6", 1), (exception.Report.Diagnosis[1].Layer, exception.Report.Diagnosis[1].Epoch));
    }

    [Fact]
    public void One_of_good_weights_that_diverges_by_its_steps_has_none()
    {
        using var run = new SmallRun { Spec = Deep.Initialization(InitializationKind.KaimingNormal).LearningRate(1e30) };

        var exception = Assert.Throws<DivergedException>(run.Execute);

        Assert.Empty(run.Observer.Epochs);
        Assert.Equal(["divergence"], exception.Report!.Diagnosis.Select(diagnosis => diagnosis.Kind));
    }

    [Theory]
    [InlineData(1e-6, 1e-2, 1, 1, 3, "vanishingGradients")]
    [InlineData(1e-4, 1e-2, 1, 1, 3, null)] // a hundredth still learns
    [InlineData(5, 1e5, 1, 1, 3, null)] // large enough to learn by, whatever the output's is
    [InlineData(200, 1, 1, 1, 1, "explodingGradients")]
    [InlineData(50, 1, 1, 1, 3, null)]
    [InlineData(1, 1, 1, 2000, 3, "explodingGradients")]
    [InlineData(1, 1, 1, 500, 3, null)]
    [InlineData(1, 1, 1, 2000, 1, null)] // it learns: its target is large
    [InlineData(1, 1, 0, 500, 3, null)] // the first layer is dead: no measure
    [InlineData(1, 1, 0, 2000, 3, "explodingGradients")]
    public void Gradients_are_judged_by_their_size_and_by_the_output_layers(
        double hidden, double output, double first, double second, double loss, string? kind)
    {
        LayerMetrics[] layers = [new("0", hidden, 1, 0, first, 0), new("2", hidden, 1, 0, second, 0), new("4", output, 1, 0, 1, 0)];
        var epoch = new EpochScores(null, 1, 0, new Metrics { Loss = loss }, new Metrics { Loss = loss }, 0.1, 1, layers);

        Assert.Equal(kind is null ? [] : [kind], StabilityDiagnoses.Diagnose([epoch], baselineLoss: 2).Select(diagnosis => diagnosis.Kind));
    }

    // Inputs of very different sizes and a target of 180,000: gradients of 1e5, activations that grow a thousandfold, and it learns.
    [Theory]
    [InlineData(64)]
    [InlineData(64, 64)]
    public async Task A_network_on_house_prices_as_they_stand_has_healthy_gradients(params int[] hidden)
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
    public void Weights_that_go_by_the_width_are_healthy(Activation activation, InitializationKind kind) => Assert.DoesNotContain(
        Diagnose(Deep.Activation(activation).Initialization(kind)),
        diagnosis => diagnosis.Kind is "vanishingGradients" or "explodingGradients" or "deadUnits");

    [Fact]
    public void Units_that_are_negative_for_every_row_are_dead()
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
