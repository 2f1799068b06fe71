// A published library in the line format of ../README.md.
package main

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"os"

	"github.com/silenceper/wechat/v2/pay/config"
	"github.com/silenceper/wechat/v2/pay/notify"
	"github.com/silenceper/wechat/v2/util"
)

type line struct {
	Use    string
	Secret string
	Fields [][2]string
	XML    string `json:"xml"`
}

func answer(l line) (text string, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("panic")
		}
	}()
	if l.Fields != nil {
		fields := map[string]string{}
		for _, field := range l.Fields {
			fields[field[0]] = field[1]
		}
		algorithm := map[string]string{"md5": util.SignTypeMD5, "hmac_sha256": util.SignTypeHMACSHA256}[l.Use]
		sign, err := util.CalculateSign(util.OrderParam(fields, "&key="+l.Secret), algorithm, l.Secret)
		return "OK " + sign, err
	}
	var result notify.PaidResult
	if err := xml.Unmarshal([]byte(l.XML), &result); err != nil {
		return "", err
	}
	if !notify.NewNotify(&config.Config{Key: l.Secret}).PaidVerifySign(result) {
		return "", errors.New("signature")
	}
	return "OK", nil
}

func main() {
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(nil, 1<<24)
	for scanner.Scan() {
		var l line
		text := ""
		err := json.Unmarshal(scanner.Bytes(), &l)
		if err == nil {
			text, err = answer(l)
		}
		if err != nil {
			text = "REFUSED"
		}
		fmt.Println(text)
	}
}
