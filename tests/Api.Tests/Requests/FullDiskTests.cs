using System.Text;
using LearnML.Api.Problems;
using LearnML.Api.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace LearnML.Api.Tests.Requests;

public sealed class FullDiskTests
{
    /// <summary>Every write to this device of Linux fails, because it has no space.</summary>
    private const string FullDevice = "/dev/full";

    [Fact]
    public async Task Full_disk_is_not_a_mistake_of_the_form()
    {
        Assert.SkipUnless(File.Exists(FullDevice), "Only Linux has a device that is always full.");
        var context = new DefaultHttpContext();
        context.Request.ContentType = "multipart/form-data; boundary=b";
        context.Request.Body = new MemoryStream(Encoding.ASCII.GetBytes(
            $"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n{new string('x', 100_000)}\r\n--b--\r\n"));
        var form = new FileFormReader(new FieldErrors(), []);

        var exception = await Assert.ThrowsAnyAsync<IOException>(() => form.ReadAsync(context.Request, FullDevice, CancellationToken.None));

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, ProblemSetup.GetStatusCode(exception));
        Assert.StartsWith("The service cannot store the file: its disk is full", ProblemSetup.GetDetail(exception), StringComparison.Ordinal);
    }

    [Fact]
    public void Full_disk_is_not_a_database_that_does_not_answer()
    {
        var full = new SqliteException("database or disk is full", 13);
        var busy = new SqliteException("database is locked", 5);

        Assert.Equal(StatusCodes.Status503ServiceUnavailable, ProblemSetup.GetStatusCode(full));
        Assert.Contains("the disk of its database is full", ProblemSetup.GetDetail(full), StringComparison.Ordinal);
        Assert.StartsWith("The database does not answer.", ProblemSetup.GetDetail(busy), StringComparison.Ordinal);
    }
}
