using System.Diagnostics;
using System.Net;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Answers to predictions are bounded by what was sent, sent while they are written, and counted until they are read.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class AnswerSizeTests(HostileClientFixture fixture)
{
    private const string ManyClassesModel = "many-classes";
    private const int Classes = 400;
    private const int Rows = 60_000;

    /// <summary>An answer has 24 million probabilities: a gigabyte of JSON for all clients together.</summary>
    private const int SlowClients = 5;

    private const double MaximumAddedMegabytes = 900;

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Long_column_name_is_not_repeated_for_each_row()
    {
        var name = new string('x', 200_000);
        var data = string.Join(',', Enumerable.Repeat("[1]", 1_000));
        var body = "{\"dataframe_split\":{\"columns\":[\"" + name + "\"],\"data\":[" + data + "]}}";

        var answer = await service.PostAsync($"/api/models/{HostileClientFixture.Model}/predict", body);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains(answer.Read<PredictionResponse>().Warnings, warning => warning.Column == new string('x', 100) + "...");
        Assert.True(answer.Body.Length < 2 * body.Length, $"{answer.Body.Length}");
    }

    [Fact]
    public async Task Large_answer_is_whole()
    {
        await TrainManyClassesAsync();

        var answer = (await service.PostAsync($"/api/models/{ManyClassesModel}/predict", CreateBody(1_000))).Read<PredictionResponse>();

        Assert.Equal(1_000, answer.Predictions.Count);
        Assert.All(answer.Predictions, prediction => Assert.Equal(1, prediction.Probabilities!.Sum(), 1e-3));
        Assert.Equal(1_000, Assert.Single(answer.Warnings).Count);
    }

    [Fact]
    public async Task Large_answers_that_are_read_slowly_take_bounded_memory_and_end()
    {
        await TrainManyClassesAsync();
        var body = CreateBody(Rows);
        var before = GetMegabytes();
        var clients = await Task.WhenAll(Enumerable.Range(0, SlowClients).Select(_ => RawTcpClient.SendAsync(service.Address,
            $"POST /api/models/{ManyClassesModel}/predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {body.Length}\r\n\r\n{body}")));
        Assert.All(await Task.WhenAll(clients.Select(client => client.ReadStatusLineAsync())),
            status => Assert.True(status is "HTTP/1.1 200 OK" or "HTTP/1.1 503 Service Unavailable", status));

        Assert.InRange(GetMegabytes() - before, double.NegativeInfinity, MaximumAddedMegabytes);

        // Who reads nothing is disconnected.
        await Deadline.UntilAsync(() => Task.WhenAll(clients.Select(client => client.IsClosedAsync())), closed => closed.All(each => each));
        Array.ForEach(clients, client => client.Dispose());
        await fixture.AssertAnswersAsync();
    }

    [Fact]
    public async Task Shape_without_its_data_takes_no_memory()
    {
        var before = GetMegabytes();
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.PostAsync(
            $"/v2/models/{HostileClientFixture.Model}/infer",
            """{"inputs":[{"name":"rows","shape":[100000,4],"datatype":"FP64","data":[1,2]}]}""")));

        Assert.All(answers, answer => Assert.Contains("too few for the 400000 elements of its shape", answer.Body, StringComparison.Ordinal));
        Assert.InRange(GetMegabytes() - before, double.NegativeInfinity, MaximumAddedMegabytes);
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(8_000)]
    public async Task Long_names_of_inputs_cost_no_comparison_with_each_other(int count)
    {
        var name = new string('a', 9_000);
        var inputs = Enumerable.Range(0, count).Select(index => $$"""{"name":"{{name}}{{index}}","shape":[1,1],"datatype":"FP64","data":[1]}""");
        var body = Encoding.UTF8.GetBytes($$"""{"inputs":[{{string.Join(',', inputs)}}]}""");
        using var process = Process.GetProcessById(service.Process.Id);
        var before = process.TotalProcessorTime;

        var answer = await service.PostAsync($"/v2/models/{HostileClientFixture.Model}/infer", body);

        process.Refresh();
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.InRange((process.TotalProcessorTime - before).TotalSeconds, 0, 4);
        Assert.True(answer.Body.Length < 20_000, $"{answer.Body.Length}");
    }

    private static string CreateBody(int rows) => $$"""{"rows":[{{string.Join(',', Enumerable.Repeat("{}", rows))}}]}""";

    private async Task TrainManyClassesAsync()
    {
        var rows = Enumerable.Range(0, 4 * Classes).Select(row => $"{row % 97},c{row % Classes}\n");
        if ((await service.UploadAsync("a,k\n" + string.Concat(rows), ("name", ManyClassesModel), ("target", "k"))).Status == HttpStatusCode.Created)
        {
            var job = await service.RunJobAsync(new JobSpec
            {
                Dataset = ManyClassesModel,
                Network = new NetworkSpec { Hidden = [4] },
                Training = new TrainingSpec { Epochs = 1 },
            });
            Assert.True(job.State == JobState.Succeeded, job.Error);
        }
    }

    private double GetMegabytes()
    {
        using var process = Process.GetProcessById(service.Process.Id);
        return process.WorkingSet64 / 1e6;
    }
}
