using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Api;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Predictions;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Scoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearnML.Benchmarks.Serving;

/// <summary>
/// Measures the requests per second of the prediction routes, compared with an endpoint of the same process that parses the same body and
/// returns a constant, with ONNX Runtime behind a minimal API, and with a PyTorch service. The load comes from the same machine.
/// </summary>
internal static class ServingBenchmark
{
    // Many short rounds: the load of other processes changes within seconds, and should affect both sides of a ratio.
    private const int Seconds = 2;
    private const int Rounds = 15;
    private const int LongSeconds = 20;
    private const int ManyRequests = 1_000_000;

    // The constants have as many digits as probabilities.
    private static readonly LimitOptions Defaults = new();
    private static readonly float[] Constant = [.. Enumerable.Range(1, 10).Select(number => number / 54.321f)];

    public static void Run(string? peers, string? datasets)
    {
        if (!Wrk.IsInstalled)
        {
            Console.WriteLine("serving: skipped, wrk is not installed");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            TrainAsync(folder.FullName, datasets).GetAwaiter().GetResult();
            MeasureHandlers(new Wrk(folder.FullName), folder.FullName, peers, datasets);
            MeasureService(new Wrk(folder.FullName), folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Measures the whole service: alone, while it trains, and with many connections.</summary>
    private static void MeasureService(Wrk wrk, string folder)
    {
        using var service = new ServiceProcess(folder);
        var address = new Uri(service.Http.BaseAddress!, "/api/models/mlp/predict");
        var image = ToBytes(new JsonObject { ["instances"] = RandomPixels() });
        wrk.Run(address, image, LongSeconds);
        Print("whole service");
        using (var posted = service.Http.PostAsJsonAsync(
            "/api/jobs", new { dataset = "glyphs", model = "other", training = new { epochs = 100_000 } }).GetAwaiter().GetResult())
        {
            Print("while it trains");
            using var cancelled = service.Http.PostAsync(
                new Uri($"{posted.Headers.Location}/cancel", UriKind.Relative), null).GetAwaiter().GetResult();
        }

        Print("128 connections", 128);
        Print("1,024 connections", 1024);

        void Print(string what, int connections = 16)
        {
            var (requests, refused, p50, p99) = wrk.Run(address, image, LongSeconds, connections: connections);
            Console.WriteLine($"{what,-33} {requests - refused:n0} requests/s and {refused:n0} refused, p50 and p99 {p50:n2} and {p99:n2} ms");
        }
    }

    private static async Task TrainAsync(string folder, string? datasets)
    {
        using var service = new ServiceProcess(folder, datasets);
        await RunAsync("/api/jobs", new { dataset = "glyphs", model = "mlp", training = new { epochs = 1 } });
        if (datasets is not null)
        {
            await RunAsync("/api/recipes/kaggle-house/jobs", new { training = new { epochs = 2 } });
        }

        var exported = await service.Http.GetByteArrayAsync(new Uri("/api/models/mlp/versions/1/download?format=onnx", UriKind.Relative));
        await File.WriteAllBytesAsync(OnnxFile(folder), exported);

        async Task RunAsync(string path, object body)
        {
            using var posted = await service.Http.PostAsJsonAsync(path, body);
            var job = (await posted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Job>(WireFormat.Options))!;
            while (job.EndedAt is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
                job = (await service.Http.GetFromJsonAsync<Job>($"/api/jobs/{job.Id}", WireFormat.Options))!;
            }
        }
    }

    private static void MeasureHandlers(Wrk wrk, string folder, string? peers, string? datasets)
    {
        using var app = StartAsync(folder).GetAwaiter().GetResult();
        var service = new Uri(app.Urls.First());
        var pixels = RandomPixels();
        var image = ToBytes(new JsonObject { ["instances"] = new JsonArray(pixels.DeepClone()) });
        var (p50, p99, tails) = (new List<double>(), new List<double>(), new List<double>());
        var (answers, ratios, overPeer, overBinary) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var (binary, json) = CreateBinaryBody(pixels);
        using var peer = peers is null ? null : StartPeer(peers);
        using var onnx = new OnnxPeer("mlp", OnnxFile(folder));
        var overOnnx = new List<double>();
        // Warms up the routes.
        wrk.Run(new Uri(service, "/constant/mlp"), image, LongSeconds);
        wrk.Run(new Uri(service, "/api/models/mlp/predict"), image, LongSeconds);
        wrk.Run(onnx.Address, image, LongSeconds);
        for (var round = 0; round < Rounds; round++)
        {
            var constant = wrk.Run(new Uri(service, "/constant/mlp"), image, Seconds);
            var predicted = wrk.Run(new Uri(service, "/api/models/mlp/predict"), image, Seconds);
            answers.Add(predicted.Requests);
            p50.Add(predicted.P50);
            p99.Add(predicted.P99);
            tails.Add(predicted.P99 / predicted.P50);
            ratios.Add(predicted.Requests / constant.Requests);
            overBinary.Add(wrk.Run(new Uri(service, "/v2/models/mlp/infer"), binary, Seconds, json).Requests / predicted.Requests);
            overOnnx.Add(predicted.Requests / wrk.Run(onnx.Address, image, Seconds).Requests);
            if (peer is not null)
            {
                overPeer.Add(predicted.Requests / wrk.Run(new Uri("http://127.0.0.1:8090/predict"), image, Seconds).Requests);
            }
        }

        Console.WriteLine($"images of 784 values, requests/s  {new Measurements(answers)}");
        Console.WriteLine($"relative to constant endpoint     {new Measurements(ratios)}");
        Console.WriteLine(
            $"p50; p99, ms                      {new Measurements(p50)}; {new Measurements(p99)}; p99 / p50 {new Measurements(tails)}");
        Console.WriteLine($"binary tensors / JSON             {new Measurements(overBinary)}");
        Console.WriteLine($"relative to ONNX Runtime          {new Measurements(overOnnx)}");
        if (peer is not null)
        {
            Console.WriteLine($"relative to FastAPI and PyTorch   {new Measurements(overPeer)}");
            peer.Kill();
        }

        if (datasets is not null)
        {
            MeasureHouseRows(wrk, service, datasets);
        }

        var before = ReadMegabytes();
        var many = 0d;
        while (many < ManyRequests)
        {
            many += LongSeconds * wrk.Run(new Uri(service, "/api/models/mlp/predict"), image, LongSeconds).Requests;
        }

        Console.WriteLine($"memory, MB, before and after {many:n0} requests: {before} and {ReadMegabytes()}");
    }

    private static void MeasureHouseRows(Wrk wrk, Uri service, string datasets)
    {
        var lines = File.ReadLines(
            Path.Combine(datasets, "kaggle-house", "kaggle_house_pred_test.csv")).Take(2).Select(line => line.Split(',')).ToArray();
        var row = new JsonObject(lines[0].Zip(lines[1]).Where(cell => cell.Second != "NA").Select(cell =>
            KeyValuePair.Create(cell.First, (JsonNode?)(double.TryParse(cell.Second, System.Globalization.CultureInfo.InvariantCulture,
                out var number) ? JsonValue.Create(number) : JsonValue.Create(cell.Second)))));
        var body = ToBytes(new JsonObject { ["rows"] = new JsonArray(row) });
        var (answers, ratios) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var constant = wrk.Run(new Uri(service, "/constant/kaggle-house"), body, Seconds);
            answers.Add(wrk.Run(new Uri(service, "/api/models/kaggle-house/predict"), body, Seconds).Requests);
            ratios.Add(answers[^1] / constant.Requests);
        }

        Console.WriteLine($"house rows as JSON, requests/s    {new Measurements(answers)}");
        Console.WriteLine($"relative to constant endpoint     {new Measurements(ratios)}");
    }

    /// <summary>Starts the service with the trained models, and adds constant endpoints with the same access checks.</summary>
    private static async Task<WebApplication> StartAsync(string folder)
    {
        var builder = ServiceSetup.CreateBuilder(["--LearnML:Data", folder, "--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        await app.InitializeAsync();
        app.MapPost("/constant/{name}", AnswerConstantAsync).RequireScope(Scope.Predict);
        await app.StartAsync();
        return app;
    }

    private static async Task AnswerConstantAsync(string name, HttpContext context, ModelResolver models, PredictionLimit limit)
    {
        var (version, model) = (await models.ResolveAsync(new ModelReference(name), context.RequestAborted))!.Value;
        using var body = await RequestBodyBuffer.ReadAsync(context.Request, limit, context.RequestAborted);
        using var rows = PredictionBodyReader.Read(
            body.Span, model.Predictor, Defaults, limit, new FieldErrors(), new PredictionWarnings(), context.RequestAborted);
        var answer = JsonResponseBuffer.ForCurrentThread();
        PredictionResponseWriter.Write(
            answer.Writer, version, model.Predictor, Constant.AsSpan(0, rows.RowCount * model.Predictor.OutputsPerRow), PredictionDetails.None, []);
        answer.WriteTo(context.Response);
        await context.Response.BodyWriter.FlushAsync();
    }

    private static string OnnxFile(string folder) => Path.Combine(folder, "mlp.onnx");

    private static JsonArray RandomPixels()
    {
        var random = new Random(1);
        return new JsonArray([.. Enumerable.Range(0, 784).Select(_ => JsonValue.Create(random.Next(256)))]);
    }

    private static (byte[] Body, int JsonLength) CreateBinaryBody(JsonArray pixels)
    {
        var header = Encoding.UTF8.GetBytes("""
            {"parameters":{"binary_data_output":true},
            "inputs":[{"name":"instances","datatype":"FP32","shape":[1,784],"parameters":{"binary_data_size":3136}}]}
            """);
        return ([.. header, .. pixels.SelectMany(pixel => BitConverter.GetBytes((float)(int)pixel!))], header.Length);
    }

    private static Process StartPeer(string peers)
    {
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3",
            ["-m", "uvicorn", "serve:app", "--port", "8090", "--workers", "1", "--log-level", "warning"])
        { WorkingDirectory = peers })!;
        using var http = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = http.Send(new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:8090/docs"));
                return process;
            }
            catch (HttpRequestException) when (tries < 200)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    private static long ReadMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1_000_000;
    }

    private static byte[] ToBytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
