/* The least that reading YAML can cost: libyaml's events, and nothing done with them. Names of files come on stdin. */
#include <stdio.h>
#include <string.h>
#include <yaml.h>

int main(void) {
    char name[4096];
    unsigned long events = 0;
    while (fgets(name, sizeof name, stdin)) {
        name[strcspn(name, "\n")] = 0;
        FILE *file = fopen(name, "rb");
        if (!file) { perror(name); return 1; }
        yaml_parser_t parser;
        yaml_event_t event;
        if (!yaml_parser_initialize(&parser)) return 1;
        yaml_parser_set_input_file(&parser, file);
        for (int done = 0; !done; events++) {
            if (!yaml_parser_parse(&parser, &event)) { fprintf(stderr, "%s: %s\n", name, parser.problem); return 1; }
            done = event.type == YAML_STREAM_END_EVENT;
            yaml_event_delete(&event);
        }
        yaml_parser_delete(&parser);
        fclose(file);
    }
    printf("%lu events\n", events);
    return 0;
}
