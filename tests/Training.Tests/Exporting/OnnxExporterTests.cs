using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Exporting;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Exporting;

/// <summary>ONNX Runtime gives the same predictions for an exported file as the model.</summary>
public class OnnxExporterTests
{
    private const int Rows = 150;

    [Fact]
    public void Exported_image_model_takes_pixels_and_returns_labels()
    {
        using var run = new SmallRun();
        run.Execute();
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
        float[] pixels = [.. GlyphImages.Small.Test.Pixels.Select(pixel => (float)pixel)];

        using var file = new OnnxFile(OnnxExport.Create(predictor, TestContext.Current.CancellationToken));
        var outputs = file.Ask(50, ("instances", pixels));

        Assert.Equal([("instances", typeof(float), 784)], file.Inputs);
        Assert.Equal([("label", typeof(string), 1), ("class_index", typeof(long), 1), ("probabilities", typeof(float), 10)], file.Outputs);
        Assert.Equal(predictor.Description.WeightsSha256, file.Metadata["weights_sha256"]);
        var expected = predictor.Predict(pixels);
        Assert.Equal(expected.Select(prediction => prediction.Label), (string[])outputs["label"]);
        Assert.Equal(expected.Select(prediction => (long)prediction.ClassIndex!), (long[])outputs["class_index"]);
        Assert.All(expected.SelectMany(prediction => prediction.Probabilities!).Zip((float[])outputs["probabilities"]),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    public static TheoryData<string, NetworkSpec> Networks => new()
    {
        { "linear", new NetworkSpec { Hidden = [] } },
        { "dropout, ensemble", new NetworkSpec { Hidden = [12, 8], Dropout = [0.5], InputDropout = 0.1, Ensemble = 3 } },
        { "batch normalization, prelu, ensemble",
            new NetworkSpec { Hidden = [12], Normalization = Normalization.Batch, Activation = Activation.Prelu, Ensemble = 2 } },
        { "input scale, ensemble", new NetworkSpec { Hidden = [12], InputScale = 20, Ensemble = 2 } },
        { "parametric activation, ensemble",
            new NetworkSpec { Hidden = [12], Activation = Activation.Selu, ParametricActivation = 20, Ensemble = 2 } },
        { "copies", new NetworkSpec { Hidden = [], Copies = 5 } },
        { "copies, ensemble",
            new NetworkSpec { Hidden = [12], Copies = 4, InputScale = 2, Normalization = Normalization.Batch, Dropout = [0.2], Ensemble = 2 } },
        { "layer normalization", new NetworkSpec { Hidden = [12], Normalization = Normalization.Layer } },
        {
            "blocks, residual, shared, frozen", new NetworkSpec
            {
                Layers =
                [
                    new LayerSpec { Linear = 9, Frozen = true },
                    new LayerSpec
                    {
                        Block = [new LayerSpec { Linear = 9 }, new LayerSpec { Normalization = Normalization.Batch }, new LayerSpec
                        {
                            Activation = Activation.Silu,
                        }],
                        Repeat = 2,
                        Residual = true,
                    },
                    new LayerSpec { Linear = 9, Share = "twice" },
                    new LayerSpec { Activation = Activation.Tanh },
                    new LayerSpec { Linear = 9, Share = "twice" },
                ],
            }
        },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Exporter_supports_every_kind_of_layer(string name, NetworkSpec network)
    {
        using var run = new SmallRun { Spec = Specs.Small.Epochs(2) with { Network = network } };
        run.Execute();
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
        float[] pixels = [.. GlyphImages.Small.Test.Pixels.Select(pixel => (float)pixel)];

        using var file = new OnnxFile(OnnxExport.Create(predictor, TestContext.Current.CancellationToken));

        var expected = predictor.Predict(pixels).SelectMany(prediction => prediction.Probabilities!);
        Assert.All(expected.Zip((float[])file.Ask(50, ("instances", pixels))["probabilities"]),
            pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-5, $"{name}: {pair}"));
    }

    [Fact]
    public void Exporter_supports_every_activation()
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            using var run = new SmallRun { Spec = Specs.Small.Activation(activation).Epochs(1) };
            run.Execute();
            Assert.NotEmpty(OnnxExport.Create(
            Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name), TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("price", false, null, 100, false)]
    [InlineData("price", true, 1.5, 3, false)]
    [InlineData("kind", true, null, 2, false)]
    [InlineData("price", false, null, 100, true)]
    [InlineData("kind", false, null, 100, true, NumberScaling.Quantile)]
    [InlineData("kind", false, null, 100, true, NumberScaling.Quantile, PeriodicEmbeddingKind.Pbld)]
    [InlineData("price", false, null, 100, true, NumberScaling.Robust, PeriodicEmbeddingKind.Plr)]
    [InlineData("kind", false, null, 3, true, NumberScaling.Robust, PeriodicEmbeddingKind.Pbld, true)]
    [InlineData("price", false, null, 100, true, NumberScaling.Robust, null, true)]
    public void Exported_table_model_takes_raw_columns(
        string target,
        bool logSkewed,
        double? clip,
        int categories,
        bool hasAllInputs,
        NumberScaling scaling = NumberScaling.Robust,
        PeriodicEmbeddingKind? embedding = null,
        bool embedsCategories = false)
    {
        using var csv = new CsvFile("area,year,colour,open,day,value,code,price,kind\n" + string.Concat(
            Enumerable.Range(0, Rows).Select(row => string.Join(',', Row(row)) + "\n")));
        var table = new TableDataset(
            new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect()));
        using var run = new SmallRun
        {
            Table = table,
            Spec = Specs.Small with
            {
                Target = target,
                Network = Specs.Small.Network with
                {
                    PeriodicEmbedding = embedding is { } kind ? new PeriodicEmbeddingSpec { Kind = kind, Std = 0.5 } : null,
                    CategoryEmbedding = embedsCategories ? new CategoryEmbeddingSpec { MinimumCategories = 3, Outputs = 2 } : null,
                    CategoryDropout = embedsCategories ? 0.2 : null,
                    Copies = embedsCategories ? 3 : null,
                    Ensemble = embedding is null ? 1 : 2,
                },
                Preprocessing = new PreprocessingSpec
                {
                    LogSkewed = logSkewed,
                    Clip = clip,
                    MaximumCategories = categories,
                    Target = TargetTransform.Log,
                    TargetMargin = 0,
                    Scaling = hasAllInputs ? scaling : NumberScaling.Standard,
                    SmoothClip = hasAllInputs ? 3 : null,
                    MissingIndicators = hasAllInputs,
                    Bins = hasAllInputs ? 5 : null,
                },
            },
        };
        run.Execute();
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
        string[][] rows = [.. Enumerable.Range(1000, 40).Select(Row)];

        using var file = new OnnxFile(OnnxExport.Create(predictor, TestContext.Current.CancellationToken));
        var columns = new (string, Array)[]
        {
            ("area", Numbers(rows, 0)), ("year", Numbers(rows, 1)), ("colour", Texts(rows, 2)),
            ("open", Texts(rows, 3)), ("day", Seconds(rows, 4)), ("value", Numbers(rows, 5)),
            ("code", Texts(rows, 6)), target == "price" ? ("kind", Texts(rows, 8)) : ("price", Numbers(rows, 7)),
        };
        var outputs = file.Ask(rows.Length, columns);

        Assert.Equal(columns.Select(column => column.Item1), file.Inputs.Select(input => input.Name));
        using var asked = new CsvFile(
            "area,year,colour,open,day,value,code,price,kind\n" + string.Concat(rows.Select(row => string.Join(',', row) + "\n")));
        var expected = predictor.Predict(
            TableReader.ReadAll(asked.Path, table.Train.Schema, predictor.Description.Table!.ColumnSchemas, rows.Length), _ => { });
        if (target == "price")
        {
            // One column has the name "value" too.
            Assert.Equal([("value_", typeof(double), 1)], file.Outputs);
            Assert.All(expected.Zip((double[])outputs["value_"]), pair => Assert.Equal(1, pair.Second / pair.First.Value!.Value, 1e-5));
        }
        else
        {
            Assert.Equal(expected.Select(prediction => prediction.Label), (string[])outputs["label"]);
            Assert.All(expected.SelectMany(prediction => prediction.Probabilities!).Zip((float[])outputs["probabilities"]),
                pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    // The exporter compares the predictions itself.
    [Fact]
    public void Embeddings_of_many_category_columns_are_exported()
    {
        const int Columns = 20;
        using var csv = new CsvFile(
            Line(column => $"c{column}", "kind")
            + string.Concat(Enumerable.Range(0, Rows).Select(row => Line(column => $"k{row * (column + 1) % 23 % 3}", row % 2 == 0 ? "a" : "b"))));
        using var run = new SmallRun
        {
            Table = new TableDataset(
                new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect())),
            Spec = Specs.Small with
            {
                Target = "kind",
                Network = Specs.Small.Network with { CategoryEmbedding = new CategoryEmbeddingSpec { MinimumCategories = 2, Outputs = 3 } },
            },
        };
        run.Execute();
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);

        Assert.Equal(3 * Columns, predictor.CreateGraph().Layers[0].OutputShape[0]);
        Assert.NotEmpty(OnnxExport.Create(predictor, TestContext.Current.CancellationToken));

        static string Line(Func<int, string> cell, string last) => string.Join(',', Enumerable.Range(0, Columns).Select(cell).Append(last)) + "\n";
    }

    [Fact]
    public void Verifier_rejects_invalid_file()
    {
        using var run = new SmallRun();
        run.Execute();

        Assert.Throws<ExportException>(() => OnnxExport.Verify(
            [1, 2, 3], Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Verifier_rejects_file_with_different_predictions()
    {
        using var run = new SmallRun();
        run.Execute();
        using var other = new SmallRun { Spec = run.Spec.Seed(7) };
        other.Execute();
        var file = OnnxExport.Create(
            Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name), TestContext.Current.CancellationToken);

        var exception = Assert.Throws<ExportException>(
            () => OnnxExport.Verify(
                file, Predictor.Load(other.Checkpoints, other.Checkpoint, TestDevice.Name), TestContext.Current.CancellationToken));

        Assert.Contains("for generated row 0, but the model predicts", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Creates a cell of each column. Some are missing. Later rows have categories that the first rows do not have, other spellings of the same
    /// values, and infinities, which count as missing.
    /// </summary>
    private static string[] Row(int row)
    {
        var random = new Random(row);
        var (area, colour, isOpen) = (Math.Round(Math.Exp(5 + (2 * random.NextDouble())), 2), random.Next(row < Rows ? 5 : 8), random.Next(2) == 0);
        var day = new DateTime(1995, 1, 1).AddSeconds(random.Next(1_200_000_000));
        string[] words = row < Rows ? ["no", "yes"] : ["False", "TRUE"];
        var code = colour + 5;
        string[] codes = row < Rows ? [$"{code:000}"] : [$"{code:000}", $"{code}", $"{code}.0", $"{code:00}"];
        string?[] cells =
        [
            row < Rows || random.Next(5) > 0 ? Invariant(area) : "inf", Invariant(2000 + (random.Next(100) / 1000.0)), $"colour {colour}",
            words[isOpen ? 1 : 0], day.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            Invariant(random.NextDouble() - 0.5), codes[row % codes.Length],
            Invariant(Math.Round((1000 * area) + (10_000 * colour) + (isOpen ? 5000 : 0), 1)), colour % 2 == 0 ? "house" : "flat",
        ];
        return [.. cells.Select((cell, column) => column < 7 && random.Next(12) == 0 ? "NA" : cell!)];
    }

    private static string Invariant(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static double[] Numbers(string[][] rows, int column) =>
        [.. rows.Select(row => row[column] switch
        {
            "NA" => double.NaN,
            "inf" => double.PositiveInfinity,
            var text => double.Parse(text, CultureInfo.InvariantCulture),
        })];

    private static string[] Texts(string[][] rows, int column) => [.. rows.Select(row => row[column])];

    private static double[] Seconds(string[][] rows, int column) =>
        [.. rows.Select(row => row[column] == "NA"
            ? double.NaN : (DateTime.Parse(row[column], CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalSeconds)];
}
