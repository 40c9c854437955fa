using System.Net;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.Data.Sqlite;

namespace LearnML.Api.Tests.Datasets;

public sealed class DatasetUploadTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Uploaded_table_has_a_profile_and_pages_of_rows()
    {
        var response = await service.UploadAsync(FlowersTable.Csv, ("name", "profiled"), ("target", "price"));

        Assert.Equal((HttpStatusCode.Created, "/api/datasets/profiled"), (response.Status, response.Location?.ToString()));
        var profile = await service.GetAsync<DatasetProfile>("/api/datasets/profiled");
        Assert.Equal((DatasetKind.Table, "price"), (profile.Summary.Kind, profile.Summary.Target));
        Assert.Equal(FlowersTable.RowCount, profile.Table!.Rows);
        Assert.Equal(
            ["id identifier", "petal numeric", "sepal numeric", "colour categorical", "garden categorical", "kind categorical", "price numeric"],
            profile.Table.Columns.Select(column => $"{column.Name} {column.Type.ToString().ToLowerInvariant()}"));
        var sepal = profile.Table.Columns[2];
        Assert.Equal((109, 11), (sepal.Count, sepal.Missing));
        Assert.Equal(new CategoryCount("blue", 40), profile.Table.Columns[3].Top![0]);

        var page = await service.GetAsync<Page<DatasetRow>>("/api/datasets/profiled/rows?skip=119&take=5");
        Assert.Equal((120, 119), (page.Total, page.Items.Single().Row));
        Assert.Equal(("F119", "blue"), (page.Items[0].Values!["id"], page.Items[0].Values!["colour"]));
        Assert.Null((await service.GetAsync<Page<DatasetRow>>("/api/datasets/profiled/rows?take=1")).Items[0].Values!["sepal"]);
    }

    [Fact]
    public async Task Upload_uses_the_format_and_types_that_the_caller_sends()
    {
        var response = await service.UploadAsync(
            "1,5|x|7\n2,5|y|8\n1,5|x|9\n", ("name", "known"), ("header", "false"), ("delimiter", "|"), ("decimalMark", ","),
            ("types", """{ "column3": "categorical" }"""), ("exclude", """["column2"]"""));

        var columns = response.Read<DatasetProfile>().Table!.Columns;
        Assert.Equal(
            [("column1", ColumnType.Numeric, false), ("column2", ColumnType.Categorical, true), ("column3", ColumnType.Categorical, false)],
            columns.Select(column => (column.Name, column.Type, column.Excluded)));
        Assert.Equal(2.5, columns[0].Numbers!.Maximum);
    }

    [Fact]
    public async Task Same_content_is_stored_once_until_its_last_name_is_deleted()
    {
        const string Content = "once,kept\n1,2\n3,5\n4,4\n";
        var first = (await service.UploadAsync(Content, ("name", "first"))).Read<DatasetProfile>();
        var second = (await service.UploadAsync(Content, ("name", "second"))).Read<DatasetProfile>();
        var file = Path.Combine(fixture.Data.Path, "uploads", first.ContentHash + ".csv");

        Assert.Equal(first.ContentHash, second.ContentHash);
        Assert.Equal(HttpStatusCode.OK, (await service.UploadAsync(Content, ("name", "first"))).Status);
        await RefusedAsync(Content + "5,6\n", "differs in: content");
        await RefusedAsync(Content, "differs in: target.", ("target", "kept"));
        await RefusedAsync(Content, "differs in: types, excluded columns.", ("types", """{ "once": "categorical" }"""), ("exclude", """["kept"]"""));
        await RefusedAsync(Content, "differs in: format.", ("missingMarks", """["4"]"""));
        Assert.True(File.Exists(file));
        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync("/api/datasets/first")).Status);
        Assert.True(File.Exists(file));
        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync("/api/datasets/second")).Status);
        Assert.False(File.Exists(file));
        (await service.GetAsync("/api/datasets/first")).ShouldBeProblem(HttpStatusCode.NotFound);

        async Task RefusedAsync(string content, string reason, params IEnumerable<(string, string)> fields) => Assert.Contains(
            reason, (await service.UploadAsync(content, [("name", "first"), .. fields])).ShouldBeProblem(HttpStatusCode.Conflict).Detail,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n4,5,6\n", "line 3: the row has 1 fields, but the header has 2; line 4: the row has 3 fields")]
    [InlineData("a,b\n1,\"x\ny\"\n3\n", "line 4: the row has 1 fields")]
    [InlineData("a,b\n1,\"x\n3,4\n", "line 2, column 'b': a quoted field is never closed")]
    [InlineData("a,b\n", "it has no rows below its header")]
    [InlineData("", "it is empty")]
    [InlineData("a,b,a\n1,2,3\n", "line 1, column 'a': 2 columns have this name")]
    [InlineData("a,,c\n1,x,3\n", "line 1: column 2 has no name")]
    [InlineData("\"x,col\n1,2\n", "line 1: a quoted field is never closed")]
    [InlineData("\"x\"a,col\n1,2\n", "line 1: a quoted field is never closed, or text follows its closing quote")]
    public async Task Invalid_table_is_rejected_with_line_and_column(string content, string reason)
    {
        var response = await service.UploadAsync(content, ("name", "broken"));

        Assert.Contains(reason, response.ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
        await AssertNoFileIsLeftAsync();
    }

    [Fact]
    public async Task Binary_files_are_rejected_and_UTF_16_is_read()
    {
        var zipped = await service.UploadAsync([0x50, 0x4B, 0x03, 0x04, 0x14, 0x00], ("name", "broken"));
        var controls = await service.UploadAsync([0x61, 0x01, 0x02, 0x0A, 0x62], ("name", "broken"));
        var wide = await service.UploadAsync([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("größe,b\n1,2\n5,3\n")], ("name", "wide"));

        Assert.Contains("the archive is damaged", zipped.ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
        Assert.Contains("control characters", controls.ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
        Assert.Equal("größe", wide.Read<DatasetProfile>().Table!.Columns[0].Name);
        await AssertNoFileIsLeftAsync();
    }

    [Theory]
    [InlineData("a,b\n1,", 2)]
    [InlineData("a,b", 1)]
    [InlineData("a,\"b\n1,2\n", 1)]
    public async Task Row_above_the_maximum_length_is_rejected(string beginning, int line)
    {
        var response = await service.UploadAsync(beginning + new string('x', 20_000_000), ("name", "broken"));

        Assert.Contains($"line {line}: the row has more than 16777216 characters",
            response.ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);
        await AssertNoFileIsLeftAsync();
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("")]
    [InlineData("Flowers")]
    [InlineData("a b")]
    public async Task Invalid_name_is_rejected(string name)
    {
        var response = await service.UploadAsync(FlowersTable.Csv, ("name", name));

        Assert.Equal(["name"], response.ShouldBeProblem(HttpStatusCode.BadRequest).Fields);
        await AssertNoFileIsLeftAsync();
    }

    [Fact]
    public async Task Upload_reports_all_invalid_fields_at_once()
    {
        var response = await service.UploadAsync(
            FlowersTable.Csv, ("name", "?"), ("delimiter", "-"), ("header", "perhaps"), ("types", "{"), ("colour", "red"),
            ("missingMarks", "[null]"), ("exclude", """["petal", null]"""));

        Assert.Equal(["colour", "delimiter", "exclude", "header", "missingMarks", "name", "types"],
            response.ShouldBeProblem(HttpStatusCode.BadRequest).Fields.Order());
    }

    [Theory]
    [InlineData("id", "different value in every row")]
    [InlineData("none", "there is no column 'none'")]
    public async Task Target_that_cannot_be_learned_is_rejected(string target, string reason)
    {
        var response = await service.UploadAsync(FlowersTable.Csv, ("name", "broken"), ("target", target));

        Assert.Contains(reason, response.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("target"), StringComparison.Ordinal);
        await AssertNoFileIsLeftAsync();
    }

    [Fact]
    public async Task Errors_name_the_setting_and_what_would_do()
    {
        const string Content = "price,rooms\n1,2\n3,5\n2,7\n";

        var footer = await service.UploadAsync(Content, ("name", "broken"), ("footerRows", "3"));
        var headerless = await service.UploadAsync(Content[12..], ("name", "broken"), ("header", "false"), ("target", "price"));
        var near = await service.UploadAsync(Content, ("name", "broken"), ("target", "Prise"));

        Assert.Contains("the table has only 3 rows",
            footer.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("footerRows"), StringComparison.Ordinal);
        Assert.Contains("its columns are named column1 to column2",
            headerless.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("target"), StringComparison.Ordinal);
        Assert.Contains("there is no column 'Prise'; did you mean 'price'? The columns are price, rooms",
            near.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("target"), StringComparison.Ordinal);
        await AssertNoFileIsLeftAsync();
    }

    [Fact]
    public async Task Types_that_contradict_the_values_are_rejected_with_the_first_line()
    {
        var response = await service.UploadAsync(
            FlowersTable.Csv, ("name", "broken"), ("types", """{ "colour": "numeric", "petal": "date", "none": "date" }"""));
        Assert.Contains("column 'none': there is no such column",
            response.ShouldBeProblem(HttpStatusCode.BadRequest).Detail, StringComparison.Ordinal);

        response = await service.UploadAsync(FlowersTable.Csv, ("name", "broken"), ("types", """{ "colour": "numeric", "petal": "date" }"""));
        var detail = response.ShouldBeProblem(HttpStatusCode.BadRequest).Detail;
        Assert.Matches("line 2, column 'colour': \\d+ of \\d+ cells are not numbers, for example '", detail);
        Assert.Matches("line 2, column 'petal': \\d+ of \\d+ cells are not dates, for example '", detail);
    }

    [Fact]
    public async Task Empty_column_has_a_profile_but_cannot_be_the_target()
    {
        const string Content = "m,d,x\n,,1\n,,2\n,,5\n";
        const string Types = """{ "m": "numeric", "d": "date" }""";

        var profile = (await service.UploadAsync(Content, ("name", "empty-columns"), ("types", Types))).Read<DatasetProfile>();
        var rejected = await service.UploadAsync(Content, ("name", "broken"), ("types", Types), ("target", "m"));

        Assert.All(profile.Table!.Columns.Take(2), column => Assert.Equal((0, null, null), (column.Count, column.Numbers, column.Dates)));
        Assert.Contains("has no values", rejected.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("target"), StringComparison.Ordinal);
        Assert.Contains(
            "has no values", (await service.PostAsync("/api/jobs", """{ "dataset": "empty-columns", "target": "m" }"""))
                .ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("target"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y,x\n7,1\n7,2\n7,5\n", "numeric", "has the same value everywhere")]
    [InlineData("y,x\n7,1\n,2\n7,5\n", "numeric", "has the same value in every row that has one")]
    [InlineData("y,x\n,1\n,2\n,5\n", "categorical", "has no values")]
    [InlineData("y,x\n7,1\n,2\n,5\n", "categorical", "has a value in only one row")]
    [InlineData("y,x\n7,1\n", "numeric", "has a value in only one row")]
    [InlineData("y,x\n7,1\n8,2\n7,5\n", "identifier", "is an identifier; correct its type")]
    public async Task Unlearnable_target_is_rejected_whatever_its_type(string content, string type, string reason)
    {
        var types = ("types", $$"""{ "y": "{{type}}" }""");
        var name = $"target-{Guid.NewGuid()}";

        var response = await service.UploadAsync(content, ("name", "broken"), ("target", "y"), types);
        Assert.Equal(HttpStatusCode.Created, (await service.UploadAsync(content, ("name", name), types)).Status);
        var job = await service.PostAsync("/api/jobs", $$"""{ "dataset": "{{name}}", "target": "y" }""");

        Assert.Contains(reason, response.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("target"), StringComparison.Ordinal);
        Assert.Contains(reason, job.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("target"), StringComparison.Ordinal);
        await AssertNoFileIsLeftAsync();
    }

    [Fact]
    public async Task Names_of_built_in_datasets_are_reserved()
    {
        var problem = (await service.UploadAsync(FlowersTable.Csv, ("name", "kaggle-house"))).ShouldBeProblem(HttpStatusCode.Conflict);

        Assert.Contains("built in. Choose another name.", problem.Detail, StringComparison.Ordinal);
        await AssertNoFileIsLeftAsync();
    }

    [Fact]
    public async Task Upload_that_cannot_be_stored_leaves_no_file()
    {
        const string Content = "kept,anyway\n1,2\n3,5\n4,4\n";
        await service.UploadAsync(Content, ("name", "stored"));
        await using var database = new SqliteConnection($"Data Source={fixture.Data["learnml.db"]}");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync("CREATE TRIGGER full BEFORE INSERT ON Uploads WHEN NEW.Name LIKE 'unstored%' BEGIN SELECT RAISE(ABORT, 'full'); END");

        (await service.UploadAsync(FlowersTable.Csv + "F120,1,2,red,g1,rose,9\n", ("name", "unstored")))
            .ShouldBeProblem(HttpStatusCode.InternalServerError);
        (await service.UploadAsync(Content, ("name", "unstored"))).ShouldBeProblem(HttpStatusCode.InternalServerError);

        await AssertNoFileIsLeftAsync();

        async Task ExecuteAsync(string sql)
        {
            await using var command = database.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Dataset_cannot_be_deleted_while_jobs_use_it()
    {
        await service.UploadAsync(FlowersTable.Csv, ("name", "in-use"), ("target", "price"));
        Guid running, queued;
        await using (var busy = await BusyDevice.StartAsync(service, SampleSpecs.Endless with { Dataset = "in-use" }))
        {
            (running, queued) = (busy.JobId, (await service.StartJobAsync(SampleSpecs.Quick with { Dataset = "in-use" })).Id);

            var detail = (await service.DeleteAsync("/api/datasets/in-use")).ShouldBeProblem(HttpStatusCode.Conflict).Detail;

            Assert.Contains($"{running}, {queued}.", detail, StringComparison.Ordinal);
        }

        Assert.Equal(JobState.Succeeded, (await service.WaitForEndAsync(queued)).State);
        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync("/api/datasets/in-use")).Status);
    }

    [Fact]
    public async Task Body_that_is_not_a_form_is_rejected()
    {
        var json = (await service.PostAsync("/api/datasets", "{}")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
        Assert.Contains("application/json", json.Detail, StringComparison.Ordinal);
        (await service.PostAsync("/api/datasets", "cut", "multipart/form-data; boundary=x")).ShouldBeProblem(HttpStatusCode.BadRequest);
        (await service.DeleteAsync("/api/datasets/glyphs")).ShouldBeProblem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Only_one_of_several_concurrent_uploads_gets_a_name()
    {
        const int Uploads = 4; // The default of UploadsAtOnce.

        var responses = await Task.WhenAll(
            Enumerable.Range(0, Uploads).Select(upload => service.UploadAsync($"a,b\n1,{upload}\n2,3\n4,4\n", ("name", "wanted"))));

        Assert.Equal(
            [(HttpStatusCode.Created, 1), (HttpStatusCode.Conflict, Uploads - 1)],
            responses.CountBy(response => response.Status).OrderBy(count => count.Key).Select(count => (count.Key, count.Value)));
        await AssertNoFileIsLeftAsync();
    }

    private async Task AssertNoFileIsLeftAsync()
    {
        (await service.GetAsync("/api/datasets/broken")).ShouldBeProblem(HttpStatusCode.NotFound);
        var stored = new HashSet<string>(StringComparer.Ordinal);
        foreach (var dataset in (await service.GetAsync<IReadOnlyList<DatasetSummary>>("/api/datasets"))
            .Where(dataset => dataset.Description.StartsWith("Uploaded", StringComparison.Ordinal)))
        {
            stored.Add((await service.GetAsync<DatasetProfile>($"/api/datasets/{dataset.Name}")).ContentHash + ".csv");
        }

        Assert.Equal(stored.Order(), Directory.EnumerateFiles(fixture.Data["uploads"]).Select(file => Path.GetFileName(file)).Order());
    }
}
