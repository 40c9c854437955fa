using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace LearnML.Api.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class EndReason : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "EndReason",
                table: "Jobs",
                type: "TEXT",
                nullable: true);

            // Earlier versions told a divergence only by the start of the error.
            migrationBuilder.Sql(
                """UPDATE "Jobs" SET "EndReason" = 'Diverged' WHERE "State" = 'Failed' AND "Error" LIKE 'The training diverged%'""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "EndReason",
                table: "Jobs");
        }
    }
}
