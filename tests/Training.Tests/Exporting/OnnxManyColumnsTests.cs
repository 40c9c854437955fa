using LearnML.Contracts;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Exporting;

/// <summary>The ONNX export of a table with many columns takes a time that grows with their number, and it can be cancelled.</summary>
[Collection(NonParallel.Name)]
public class OnnxManyColumnsTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(17)]
    [InlineData(60)]
    public void Columns_of_every_kind_side_by_side_give_the_predictions_of_the_model(int columns)
    {
        using var model = new ManyColumns(columns);
        var rows = model.CreateRows(40, seed: 2);

        using var file = new OnnxFile(OnnxExport.Create(model.Predictor, TestContext.Current.CancellationToken));
        var inputs = model.CreateInputs(rows);
        var outputs = file.Ask(rows.Length, inputs);

        Assert.Equal(columns, inputs.Length);
        Assert.Equal(inputs.Select(input => (input.Name, input.Values.GetType().GetElementType()!, 1)), file.Inputs);
        Assert.Equal(
            [ColumnType.Numeric, ColumnType.Numeric, ColumnType.Categorical, ColumnType.Boolean, ColumnType.Date, ColumnType.Date],
            model.Predictor.Description.Table!.Columns.Take(6).Select(column => column.Type));
        var expected = model.Predict(rows);
        Assert.Equal(expected.Select(prediction => prediction.Label), (string[])outputs["label"]);
        Assert.All(expected.SelectMany(prediction => prediction.Probabilities!).Zip((float[])outputs["probabilities"]),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Four_times_the_columns_take_at_most_ten_times_as_long(bool areNumbers)
    {
        var (few, many) = (Measure(600, areNumbers), Measure(2400, areNumbers));

        Assert.True(many < 10 * few, $"600 columns took {few}, 2,400 columns {many}");
        Assert.True(many < TimeSpan.FromSeconds(10), $"2,400 columns took {many}");
    }

    [Fact]
    public async Task Export_ends_when_it_is_cancelled()
    {
        using var model = new ManyColumns(2400);
        using var cancellation = new CancellationTokenSource();

        var export = Task.Run(() => OnnxExport.Create(model.Predictor, cancellation.Token), TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => export);
    }

    [Fact]
    public void ONNX_Runtime_stops_to_load_a_file_when_the_export_is_cancelled()
    {
        using var model = new ManyColumns(6);
        var file = OnnxExport.Create(model.Predictor, TestContext.Current.CancellationToken);

        Assert.ThrowsAny<OperationCanceledException>(() => OnnxExport.Verify(file, model.Predictor, new CancellationToken(canceled: true)));
    }

    private static TimeSpan Measure(int columns, bool areNumbers)
    {
        using var model = new ManyColumns(columns, areNumbers);
        return ProcessorTime.Of(() => OnnxExport.Create(model.Predictor));
    }
}
