using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Swagger;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>
/// Sends valid and damaged requests, generated from the Swagger document, to every route. Every response must match the document, and nothing may
/// fail. The environment variable <c>SEED</c> draws other requests.
/// </summary>
public sealed class RouteFuzzTests : IAsyncLifetime
{
    private const int Connections = 6;
    private const int MaximumAcceptedJobs = 20;

    // Operations with side effects write to the disk or train, so only every third of their turns is used.
    private const int SideEffectInterval = 3;
    private const int MaximumFailures = 60;

    // An operation that no random request reached gets this many valid requests more.
    private const int ValidRequests = 200;
    private const int MaximumLogLines = 80;
    private const string RouteThatNeedsTestRows = "/submission";

    private static readonly int Requests = LongRuns.Choose(normal: 10_000, whenLong: 50_000);
    private static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"),
        NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed) ? seed : 20261130;

    private readonly TemporaryFolder data = new();
    private Service service = null!;

    public async ValueTask InitializeAsync() => service = await Service.StartProcessAsync(data);

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task Every_response_matches_the_Swagger_document()
    {
        var names = await CreateResourcesAsync();
        var requests = new RequestGenerator(names, (await service.DownloadAsync("/api/models/flowers/versions/1/download")).File);
        var document = await SwaggerDocument.ReadAsync(service);
        var (components, schemas) = (document.Json["components"]!["schemas"]!.AsObject(), new Dictionary<string, OpenApiSchema>());
        var operations = document.Operations.Select(
            operation => new FuzzingOperation(operation, json => OpenApiSchema.Read(json, components, schemas))).ToList();
        var readOperations = operations.Where(operation => !operation.HasSideEffects).ToList();
        var check = new ResponseValidator(schemas["ProblemDetails"], data.Path, AppContext.BaseDirectory);
        var statuses = new ConcurrentDictionary<(string Operation, int Status), int>();
        var failures = new ConcurrentDictionary<string, string>();
        var times = new ConcurrentDictionary<string, TimeSpan>();
        var clock = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Factory.StartNew(
            () => Send(connection), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        var answered = statuses.GroupBy(count => count.Key.Status).OrderBy(count => count.Key)
            .Select(count => $"{count.Sum(entry => entry.Value)} x {count.Key}");
        var longest = times.OrderByDescending(time => time.Value).Take(8)
            .Select(time => FormattableString.Invariant($"{time.Key} {time.Value.TotalSeconds:f1} s"));
        WriteLine($"Seed {Seed}: {Requests} requests in {clock.Elapsed.TotalSeconds:f1} s; {string.Join(", ", answered)}");
        WriteLine($"Longest total times: {string.Join(", ", longest)}");
        var fewest = operations.Select(operation => (operation.Name, Count: CountSuccesses(operation))).OrderBy(entry => entry.Count).Take(8);
        WriteLine($"Fewest successes: {string.Join(", ", fewest.Select(entry => $"{entry.Name} {entry.Count}"))}");
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures.Values.Take(MaximumFailures).Append(GetErrorLog())));
        Assert.False(service.Process.HasExited, service.Process.Output);
        foreach (var operation in operations.Where(operation => CountSuccesses(operation) == 0))
        {
            SendValid(operation);
        }

        Assert.Empty(operations.Where(
            operation => operation.Responses.Keys.Any(status => status < 300)
                && !operation.Path.EndsWith(RouteThatNeedsTestRows, StringComparison.Ordinal)
                && CountSuccesses(operation) == 0).Select(operation => operation.Name));
        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/health/ready")).Status);

        int CountSuccesses(FuzzingOperation operation) =>
            statuses.Where(count => count.Key.Operation == operation.Name && count.Key.Status < 300).Sum(count => count.Value);

        void SendValid(FuzzingOperation operation)
        {
            using var http = new RawHttpConnection(service.Address);
            for (var number = 0; number < ValidRequests && CountSuccesses(operation) == 0; number++)
            {
                var response = http.Send(requests.CreateValid(operation, new Random(Seed + number)));
                statuses.AddOrUpdate((operation.Name, response.Status), 1, (_, count) => count + 1);
            }
        }

        void Send(int connection)
        {
            using var http = new RawHttpConnection(service.Address);
            for (var number = connection; number < Requests && failures.Count < MaximumFailures; number += Connections)
            {
                var random = new Random(Seed + number);
                var (round, turn) = Math.DivRem(number / Connections, operations.Count);
                var operation = operations[turn].HasSideEffects
                    && round % SideEffectInterval > 0 ? readOperations[random.Next(readOperations.Count)] : operations[turn];
                var request = requests.Create(operation, random);
                try
                {
                    var start = Stopwatch.GetTimestamp();
                    var response = http.Send(request);
                    var time = Stopwatch.GetElapsedTime(start);
                    times.AddOrUpdate(operation.Name, time, (_, sum) => sum + time);
                    statuses.AddOrUpdate((operation.Name, response.Status), 1, (_, count) => count + 1);
                    if (check.FindError(operation, request, response) is { } reason)
                    {
                        Fail(reason, request, $"{response.Status} {response.ContentType} "
                            + $"{Encoding.UTF8.GetString(response.Body.Span[..Math.Min(response.Body.Length, 1500)])}");
                    }

                    if (response.Status == 202 && operation.Bodies.Count > 0 && !request.MayReachAnotherRoute)
                    {
                        Tidy(http, (string)JsonNode.Parse(response.Body.Span)!["id"]!);
                    }
                }
                catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException or FormatException)
                {
                    Fail("the response was incomplete", request, exception.Message);
                }

                void Fail(string reason, RawHttpRequest failed, string response) =>
                    failures.TryAdd($"{operation.Name}: {reason}", $"{operation.Name}: {reason}\n  request {number}: {failed}\n  answer: {response}");
            }
        }

        // Training takes seconds, so a job is cancelled when the next one starts. It stays a while for requests and is deleted then.
        void Tidy(RawHttpConnection http, string id)
        {
            if (names.NewestJob is { } before)
            {
                var cancelled = http.Send(new RawHttpRequest("POST", $"/api/jobs/{before}/cancel") { Body = [] });
                statuses.AddOrUpdate(("POST /api/jobs/{id}/cancel", cancelled.Status), 1, (_, count) => count + 1);
            }

            names.NewestJob = id;
            names.AcceptedJobs.Enqueue(id);
            if (names.AcceptedJobs.Count > MaximumAcceptedJobs && names.AcceptedJobs.TryDequeue(out var oldest))
            {
                http.Send(new RawHttpRequest("DELETE", $"/api/jobs/{oldest}"));
            }
        }
    }

    /// <summary>The error lines in the output of the service.</summary>
    private string GetErrorLog() => string.Join(
        '\n', service.Process.Output.Split('\n').SkipWhile(line => !line.StartsWith("fail", StringComparison.Ordinal)).Take(MaximumLogLines));

    private static void WriteLine(FormattableString text) => TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(text));

    /// <summary>
    /// Creates the resources that requests can name: a model of images, two of a table, one that requests may delete, and their jobs.
    /// </summary>
    private async Task<FuzzingResources> CreateResourcesAsync()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "flowers"), ("target", "kind"));
        var table = SampleSpecs.Quick.WithEpochs(1) with { Dataset = "flowers", Target = "kind" };
        var jobs = new List<Job>
        {
            await service.RunJobAsync(table with { Validation = new ValidationSpec { Folds = 2 } }),
            await service.RunJobAsync(table with { Model = "prices", Target = "price" }),
            await service.RunJobAsync(SampleSpecs.Quick.WithEpochs(1) with { Model = "images" }),
            await service.RunJobAsync(table with { Model = "spare" }),
            await service.RunJobAsync(table with { Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 1e30 } }),
        };
        await service.Client.Access.CreateKeyAsync(new KeyRequest { Name = FuzzingResources.DisposableKey, Scopes = [Scope.Read] });
        await service.SendJsonAsync(HttpMethod.Put, "/api/models/flowers/aliases/live", """{ "version": 1 }""");
        return new FuzzingResources { Jobs = [.. jobs.Select(job => job.Id.ToString())] };
    }
}
